"""Reading YAML as Helm and the Kubernetes API machinery read it, with the traps that real charts set."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

__all__ = ["documents", "load", "split"]

_SEPARATOR = re.compile(r"(?:^|\s*\n)---\s*")
"""How Helm splits: `---# comment` separates documents, which a strict YAML stream reader refuses."""

_TRAILING_TABS = re.compile(r"[ \t]*\t[ \t]*$", re.MULTILINE)

_RESOLVERS: tuple[tuple[str, str, str], ...] = (
    ("tag:yaml.org,2002:null", r"^(?:~|null|Null|NULL|)$", "~nN\0"),
    (
        "tag:yaml.org,2002:bool",
        r"^(?:true|True|TRUE|false|False|FALSE|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF|y|Y|n|N)$",
        "tTfFyYnNoO",
    ),
    (
        "tag:yaml.org,2002:int",
        r"^[-+]?(?:0|0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|[1-9][0-9_]*|0[0-9]+)$",
        "-+0123456789",
    ),
    (
        "tag:yaml.org,2002:float",
        r"^(?:[-+]?(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$",
        "-+0123456789.",
    ),
    ("tag:yaml.org,2002:merge", r"^(?:<<)$", "<"),
)
"""Without YAML 1.1's `=`, timestamps and base-60 numbers, which Kubernetes' reader leaves as strings."""

_BASE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_BASE):  # type: ignore[misc, valid-type]  # the C loader where PyYAML was built with it
    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


for _tag, _pattern, _first in _RESOLVERS:
    _Loader.add_implicit_resolver(_tag, re.compile(_pattern), [c if c != "\0" else "" for c in _first])


def _bool(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> bool:
    return str(loader.construct_scalar(node)).lower() in ("true", "yes", "on", "y")


def _int(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> int | float:
    text = str(loader.construct_scalar(node)).replace("_", "")
    sign, digits = (-1, text[1:]) if text[0] == "-" else (1, text.lstrip("+"))
    for prefix, base in (("0b", 2), ("0x", 16), ("0o", 8)):
        if digits.startswith(prefix):
            return sign * int(digits[2:], base)
    if len(digits) > 1 and digits[0] == "0" and set(digits) <= set("01234567"):
        return sign * int(digits, 8)
    return sign * int(digits)


def _float(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> float:
    text = str(loader.construct_scalar(node)).replace("_", "").lower()
    return float(text.replace(".inf", "inf").replace(".nan", "nan"))


_Loader.add_constructor("tag:yaml.org,2002:bool", _bool)
_Loader.add_constructor("tag:yaml.org,2002:int", _int)
_Loader.add_constructor("tag:yaml.org,2002:float", _float)
_Loader.add_constructor("tag:yaml.org,2002:merge", yaml.SafeLoader.construct_yaml_str)


def load(text: str) -> object:
    """One document.

    Raises:
        ValueError: the text is not YAML.
    """
    try:
        return yaml.load(text, _Loader)
    except yaml.YAMLError as first:
        if "\t" not in text:
            raise ValueError(str(first)) from None
    try:
        return yaml.load(_TRAILING_TABS.sub("", text), _Loader)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from None


def split(text: str) -> list[str]:
    """The documents of a file, as Helm takes them apart; empty ones are left out."""
    return [part for part in _SEPARATOR.split(text) if part.strip()]


def documents(text: str) -> Iterator[object]:
    """The values of all documents of a file that hold more than comments.

    Raises:
        ValueError: one of them is not YAML.
    """
    for part in split(text):
        value = load(part)
        if value is not None:
            yield value
