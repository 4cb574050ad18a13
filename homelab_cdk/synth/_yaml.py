r"""One Kubernetes object as YAML text that every reader on the way to the cluster reads back equal.

Two readers stand between a file and the cluster: kustomize (kyaml, YAML 1.2 with dates) and the API machinery
(sigs.k8s.io/yaml, YAML 1.1). A scalar that either of them would turn into something else is quoted, so `on`,
`n`, `0o17`, `1e3` and `2026-01-01` stay text, as keys too. The other rules of the format:

- keys keep the order of the mapping; there are no anchors, aliases, tags, comments or document markers
- lists stand at the column of their key, as `kubectl get -o yaml` prints them
- text of several lines is a literal block; no line is ever folded
- what a reviewer could not see is escaped: control characters, line separators, byte order marks,
  bidirectional overrides
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from enum import Enum
from functools import lru_cache
from typing import Final

from .._errors import BuildError

__all__ = ["dump"]

_MAX_DEPTH: Final = 200
"""Levels of nesting: far above published CRDs, and low enough to find a cycle before Python's own limit."""

_LONG_KEY: Final = 200
"""Longest key written as `key: value`; readers look 1,024 bytes ahead for the colon, 4 a character."""

_VISIBLE: Final = r"\x20-\x7e\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff"
_HIDDEN = re.compile(rf"[^{_VISIBLE}]")
_NOT_IN_BLOCK = re.compile(rf"[^\n\t{_VISIBLE}]")
_ESCAPED = re.compile(rf'["\\]|[^{_VISIBLE}]')
_SURROGATE = re.compile(r"[\ud800-\udfff]")

# Possessive quantifiers would be faster, but Python 3.11.2 (Debian 12) gets them wrong.
_PLAIN = re.compile(
    rf"""
      (?: [A-Za-z_/$(^\u00c0-\u024f] | --?[A-Za-z] | \./ )  # no indicator, no digit, no sign before a digit
      (?: [!-9;-~] | :(?![ ]|\Z) | [ ](?![ \#]|\Z) | (?![ -~])[{_VISIBLE}] )* \Z  # no ": ", no " #"
    | [0-9]+ (?:\.[0-9]+){{2,}} (?:/[0-9]+)? \Z                  # versions, addresses, CIDRs
    | [0-9]+ (?:\.[0-9]+)? (?:[KMGTPE]i|[kMGTP]) \Z              # quantities
    | (?:[0-9]+(?:ms|[smhd]))+ \Z                                # durations and milli-units
    """,
    re.VERBOSE,
)
_WORDS: Final = frozenset(
    {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}
    | {"nan", "inf", "infinity", "-nan", "-inf", "-infinity"}
)
"""What starts like plain text and is not text to some reader of YAML, in any case of letters."""

_SHORT_ESCAPES: Final = {
    '"': '\\"',
    "\\": "\\\\",
    "\0": "\\0",
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\r": "\\r",
    "\x1b": "\\e",
}

_ADVICE: Final = {
    "Decimal": "use a str, an int or a float",
    "Path": "use str(path)",
    "PosixPath": "use str(path)",
    "PurePosixPath": "use str(path)",
    "bytearray": "use a str, in base64 for a Secret's data",
    "bytes": "use a str, in base64 for a Secret's data",
    "date": "use a str such as its isoformat()",
    "datetime": "use a str such as its isoformat()",
    "dict_keys": "use a list",
    "dict_values": "use a list",
    "frozenset": "use a list",
    "generator": "use a list",
    "range": "use a list",
    "set": "use a list",
    "timedelta": 'use a str such as "5m"',
}


def dump(document: object) -> str:
    """Write one object as YAML, ending with a newline.

    `document` is made of mappings with text keys, lists, tuples (written as lists), text, whole numbers,
    finite floats, `bool` and `None`. Subclasses of these, such as enums with a `str` or `int` value, are
    written as their plain value. A whole number keeps all its digits, though Kubernetes itself reads one
    beyond 64 bits as a float; a float is always read as a float.

    Raises `BuildError`, which names the place inside the document, for any other type, a key that is not
    text, NaN and infinity, half of a surrogate pair, a value that holds itself, and more than 200 levels of
    nesting.
    """
    lines: list[str] = []
    try:
        if isinstance(document, Mapping) and document:
            _write_mapping(document, "", "", lines, 1)
        elif isinstance(document, (list, tuple)) and document:
            _write_sequence(document, "", "", lines, 1)
        else:
            lines.append(_leaf(document, None))
    except _Refused as refused:
        raise BuildError(_explain(document, refused)) from None
    lines.append("")
    return "\n".join(lines)


class _Refused(Exception):
    """A value that has no loss-free form; collects the steps to it, innermost first, on the way out."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.steps: list[str | int] = []


class _TooDeep(_Refused):
    """The limit of nesting is passed: a cycle, or really that deep."""


def _write_mapping(mapping: Mapping[object, object], first: str, indent: str, lines: list[str], depth: int) -> None:
    """Write a mapping that is not empty; `first` stands before its first key, `indent` before the others."""
    if depth > _MAX_DEPTH:
        raise _TooDeep(f"nested deeper than {_MAX_DEPTH} levels")
    before = first
    for key, value in mapping.items():
        # Not isinstance: an f-string would write a subclass, such as an enum, as it shows itself.
        text = key if type(key) is str else _key(key)
        try:
            name = _inline(text)
            head = f"{before}{name}:" if len(name) <= _LONG_KEY else f"{before}? {name}\n{indent}:"
            before = indent
            if type(value) is str:
                lines.append(f"{head} {_text(value, indent)}")
            elif value and isinstance(value, (dict, Mapping)):
                lines.append(head)
                deeper = indent + "  "
                _write_mapping(value, deeper, deeper, lines, depth + 1)
            elif value and isinstance(value, (list, tuple)):
                lines.append(head)
                _write_sequence(value, indent, indent, lines, depth + 1)
            else:
                lines.append(f"{head} {_leaf(value, indent)}")
        except _Refused as refused:
            refused.steps.append(text)
            raise


def _write_sequence(
    sequence: list[object] | tuple[object, ...], first: str, indent: str, lines: list[str], depth: int
) -> None:
    """Write a list that is not empty; `first` stands before its first dash, `indent` before the others."""
    if depth > _MAX_DEPTH:
        raise _TooDeep(f"nested deeper than {_MAX_DEPTH} levels")
    before = first
    deeper = indent + "  "
    for index, value in enumerate(sequence):
        head = before + "- "
        before = indent
        try:
            if isinstance(value, Mapping) and value:
                _write_mapping(value, head, deeper, lines, depth + 1)
            elif isinstance(value, (list, tuple)) and value:
                _write_sequence(value, head, deeper, lines, depth + 1)
            else:
                lines.append(head + _leaf(value, indent))
        except _Refused as refused:
            refused.steps.append(index)
            raise


def _leaf(value: object, indent: str | None) -> str:
    """A scalar or an empty collection; `indent` is that of the collection around it, None at the root."""
    if isinstance(value, str):
        return _text(str.__str__(value), indent)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        try:
            return int.__repr__(value)
        except ValueError:
            raise _Refused("the number has more digits than Python writes, use a str") from None
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, Mapping):
        return "{}"
    if isinstance(value, (list, tuple)):
        return "[]"
    name = type(value).__name__
    article = "an" if name[:1].lower() in "aeiou" else "a"
    allowed = "its .value" if isinstance(value, Enum) else "a dict, list, str, int, float, bool or None"
    advice = _ADVICE.get(name, f"use {allowed}")
    raise _Refused(f"{article} {name} cannot be written as YAML, {advice}")


def _key(key: object) -> str:
    if isinstance(key, str):
        return str.__str__(key)
    shown = repr(key)
    raise _Refused(f'the key {shown} ({type(key).__name__}) is not text, use a str such as "{shown}"')


def _float(value: float) -> str:
    if not math.isfinite(value):
        raise _Refused(f"{value!r} has no form in YAML that Kubernetes reads, use a finite number")
    text = float.__repr__(value)
    # YAML 1.1 readers take a number for a float only when it has a point: 1e+16 is text to some of them.
    return text if "." in text else text.replace("e", ".0e")


def _text(text: str, indent: str | None) -> str:
    """Text as a value: a literal block if it has several lines, all visible, else quotes on one line."""
    if "\n" not in text or indent is None or _NOT_IN_BLOCK.search(text):
        return _inline(text)
    body = text.rstrip("\n")
    # kustomize fails on its own output of a block that starts with a tab.
    if not body or body.isspace() or body[0] == "\t":
        return _inline(text)
    ending = len(text) - len(body)
    hint = "2" if body[0] in " \n" else ""
    chomping = ("-", "")[ending] if ending < 2 else "+"
    pad = indent + "  "
    block = [f"|{hint}{chomping}"]
    block.extend(pad + line if line else "" for line in (text[:-1] if ending else text).split("\n"))
    return "\n".join(block)


@lru_cache(maxsize=1 << 16)
def _inline(text: str) -> str:
    """Text on one line: plain if no reader takes it for anything else, else in quotes."""
    if _PLAIN.match(text) and text.lower() not in _WORDS:
        return text
    if "'" not in text and ('"' in text or "\\" in text) and not _HIDDEN.search(text):
        return f"'{text}'"
    if half := _SURROGATE.search(text):
        raise _Refused(
            f"the text holds half of a character, U+{ord(half[0]):04X} at position {half.start()}, which "
            "UTF-8 cannot hold, decode the bytes that it came from in their own encoding"
        )
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    code = ord(char)
    if char in _SHORT_ESCAPES:
        return _SHORT_ESCAPES[char]
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _explain(document: object, refused: _Refused) -> str:
    steps = refused.steps[::-1]
    if not isinstance(refused, _TooDeep):
        return f"{_path(steps)}: {refused.reason}"
    seen: dict[int, int] = {}
    value = document
    for depth, step in enumerate(steps):
        if id(value) in seen:
            origin = _path(steps[: seen[id(value)]])
            return f"{_path(steps[:depth])}: the value holds itself (it is {origin} again), YAML needs a tree"
        seen[id(value)] = depth
        value = value[step]  # type: ignore[index]  # the steps were taken through mappings and lists
    return f"{_path(steps[:8])}...: {refused.reason}, flatten it"


def _path(steps: list[str | int]) -> str:
    """The way to a value, `spec.values["a.b"][2]`."""
    if not steps:
        return "the document"
    path = ""
    for step in steps:
        if isinstance(step, int):
            path += f"[{step}]"
        elif re.fullmatch(r"[A-Za-z_$][\w$/-]*", step):
            path += f".{step}" if path else step
        else:
            path += f"[{step!r}]"
    return path
