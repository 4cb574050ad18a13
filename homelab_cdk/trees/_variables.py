"""Variables that Flux puts into what it has built: `${NAME}`, `${NAME:=default}` and their like."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

import yaml

from .._yaml_dialect import Loader

__all__ = ["Variables", "substituted", "variables_in"]

_NAME = re.compile(r"[_a-zA-Z][_a-zA-Z0-9]*")
_MARKED = re.compile(rf"\$\{{({_NAME.pattern})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Variables:
    """What is known of the variables of a Kustomization.

    Attributes:
        known: values by name.
        hidden: names of which only the value is not known.
        is_open: whether there may be others.
        takes_defaults: whether one that may be among those is likely to be what is written as its default.
    """

    known: Mapping[str, str]
    hidden: frozenset[str] = frozenset()
    is_open: bool = False
    takes_defaults: bool = True

    def value(self, name: str) -> str | None:
        """The value of a variable, empty where it has none; nothing where it is not known."""
        if name in self.known:
            return self.known[name]
        return None if self.is_open or name in self.hidden else ""


def substituted(value: Any, known: Variables, unknown: set[str]) -> Any:
    """A value with its variables replaced; those of which nothing is known stay, and are entered in a set.

    A text that becomes a number or a truth value is one then: Flux replaces in the text of the whole object, where quotes are
    gone already.
    """
    if isinstance(value, dict):
        return {_text(str(key), known, unknown): substituted(inner, known, unknown) for key, inner in value.items()}
    if isinstance(value, list):
        return [substituted(inner, known, unknown) for inner in value]
    if not isinstance(value, str) or "${" not in value:
        return value
    new = _text(value, known, unknown)
    return new if new == value or "\n" in value or not _is_plain(value) else _read(new)


def variables_in(value: Any) -> frozenset[str]:
    """The names of all variables in a value."""
    if isinstance(value, dict):
        return frozenset[str]().union(*map(variables_in, value), *map(variables_in, value.values()))
    if isinstance(value, list):
        return frozenset[str]().union(*map(variables_in, value))
    return frozenset(_MARKED.findall(value)) if isinstance(value, str) and "${" in value else frozenset()


def _is_plain(text: str) -> bool:
    """Whether YAML writes a text without quotes."""
    return text[:1] not in "!&*-?|>@`%{}[],#'\":" and ": " not in text and " #" not in text and text.strip() == text


def _read(text: str) -> Any:
    try:
        found = yaml.load(text, Loader)
    except yaml.YAMLError:
        return text
    return text if found is None and text else found


def _text(text: str, known: Variables, unknown: set[str]) -> str:
    if "${" not in text:
        return text
    out: list[str] = []
    at = 0
    while (start := text.find("${", at)) >= 0:
        if start > at and text[start - 1] == "$":
            out.append(text[at : start - 1] + "${")
            at = start + 2
            continue
        out.append(text[at:start])
        end = _end(text, start)
        if end < 0:
            at = start
            break
        out.append(_one(text[start:end], known, unknown))
        at = end
    out.append(text[at:])
    return "".join(out)


def _end(text: str, start: int) -> int:
    """Where an expression ends that starts here; they may hold others."""
    depth = 0
    at = start
    while at < len(text):
        if text.startswith("${", at):
            depth += 1
            at += 2
        elif text[at] == "}":
            depth -= 1
            at += 1
            if depth == 0:
                return at
        else:
            at += 1
    return -1


def _one(expression: str, known: Variables, unknown: set[str]) -> str:
    inner = expression[2:-1]
    found = _NAME.match(inner)
    if found is None:
        return expression
    name, rest = found[0], inner[found.end() :]
    value = known.value(name)
    for sign in (":=", ":-", "=", "-"):
        if rest.startswith(sign) and (value is not None or (name not in known.hidden and known.takes_defaults)):
            return value if value else _text(rest[len(sign) :], known, unknown)
    if value is None:
        unknown.add(name)
        return expression
    changed = _changed(value, rest)
    if changed is None:
        unknown.add(name)
        return expression
    return changed


def _changed(value: str, how: str) -> str | None:
    """A value after an operation of the shell; nothing where that is one which is not followed here."""
    simple: Mapping[str, Callable[[str], str]] = {
        "": str,
        "^": lambda text: text[:1].upper() + text[1:],
        "^^": str.upper,
        ",": lambda text: text[:1].lower() + text[1:],
        ",,": str.lower,
    }
    if how in simple:
        return simple[how](value)
    for sign, cut in _CUTS.items():
        if how.startswith(sign):
            return cut(value, how[len(sign) :])
    found = re.fullmatch(r":(\d+)(?::(\d+))?", how)
    if found is not None:
        start = int(found[1])
        return value[start:] if found[2] is None else value[start : start + int(found[2])]
    found = re.fullmatch(r"(//?)([^/]+)/?(.*)", how, re.DOTALL)
    return None if found is None else value.replace(found[2], found[3], -1 if found[1] == "//" else 1)


def _without_start(value: str, pattern: str, lengths: Iterable[int]) -> str:
    return next((value[length:] for length in lengths if fnmatchcase(value[:length], pattern)), value)


def _without_end(value: str, pattern: str, starts: Iterable[int]) -> str:
    return next((value[:start] for start in starts if fnmatchcase(value[start:], pattern)), value)


_CUTS: Mapping[str, Callable[[str, str], str]] = {
    "##": lambda value, pattern: _without_start(value, pattern, range(len(value), -1, -1)),
    "#": lambda value, pattern: _without_start(value, pattern, range(len(value) + 1)),
    "%%": lambda value, pattern: _without_end(value, pattern, range(len(value) + 1)),
    "%": lambda value, pattern: _without_end(value, pattern, range(len(value), -1, -1)),
}
"""What takes the longest or shortest match of a pattern off one end."""
