"""The values of plain scalars, as Kubernetes, Flux and Helm read them (YAML 1.1 without timestamps and base 60)."""

from __future__ import annotations

import re

__all__ = ["Scalar", "tagged", "value_of"]

Scalar = str | int | float | bool | None

_NULLS = frozenset(["", "~", "null", "Null", "NULL"])
_BOOLS: dict[str, bool] = {
    spelling: value
    for word, value in {
        "true": True,
        "yes": True,
        "on": True,
        "false": False,
        "no": False,
        "off": False,
    }.items()
    for spelling in (word, word.capitalize(), word.upper())
} | {"y": True, "Y": True, "n": False, "N": False}
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9_]*|0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+)\Z")
_FLOAT = re.compile(r"[-+]?(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?\Z")
_SPECIAL = re.compile(r"[-+]?\.(?:inf|Inf|INF)\Z|\.(?:nan|NaN|NAN)\Z")
_LONGEST_NUMBER = 300
"""Longer runs of digits stay text: no number of a lab has them, and reading them costs quadratic time."""


def value_of(text: str) -> Scalar:
    """The value of a plain (unquoted) scalar."""
    if text in _NULLS:
        return None
    if text in _BOOLS:
        return _BOOLS[text]
    if text[0] in "+-.0123456789" and len(text) <= _LONGEST_NUMBER:
        if _INT.match(text):
            return _integer(text.replace("_", ""))
        if _FLOAT.match(text) and text[-1] != "_":
            return float(text.replace("_", ""))
        if _SPECIAL.match(text):
            return float(text.lower().replace(".", ""))
    return text


def _integer(text: str) -> Scalar:
    sign, digits = (-1, text[1:]) if text[0] == "-" else (1, text.removeprefix("+"))
    for prefix, base in (("0b", 2), ("0o", 8), ("0x", 16), ("0", 8)):
        if digits.startswith(prefix) and len(digits) > 1:
            rest = digits.removeprefix(prefix)
            return sign * int(rest, base) if rest else text
    return sign * int(digits)


def tagged(tag: str, text: str) -> Scalar:
    """The value of a scalar with an explicit tag such as `!!str`.

    Raises:
        ValueError: the tag is none of YAML's own, or the text does not fit it.
    """
    if tag in ("!", "tag:yaml.org,2002:str"):
        return text
    value = value_of(text)
    kinds: dict[str, type | tuple[type, ...]] = {
        "null": type(None),
        "bool": bool,
        "int": int,
        "float": (float, int),
    }
    kind = kinds.get(tag.removeprefix("tag:yaml.org,2002:"))
    if kind is None or not isinstance(value, kind):
        raise ValueError(tag)
    return value
