"""Kubernetes quantities (`500m`, `1.5Gi`) as exact numbers and back."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from .._errors import BuildError

__all__ = ["bytes_text", "cpu_text", "parse_bytes", "parse_cores", "parse_quantity"]

_SUFFIX: dict[str, Fraction] = {
    "": Fraction(1),
    "n": Fraction(1, 10**9),
    "u": Fraction(1, 10**6),
    "m": Fraction(1, 1000),
    "k": Fraction(10**3),
    "M": Fraction(10**6),
    "G": Fraction(10**9),
    "T": Fraction(10**12),
    "P": Fraction(10**15),
    "E": Fraction(10**18),
    "Ki": Fraction(2**10),
    "Mi": Fraction(2**20),
    "Gi": Fraction(2**30),
    "Ti": Fraction(2**40),
    "Pi": Fraction(2**50),
    "Ei": Fraction(2**60),
}
_QUANTITY = re.compile(r"([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+))(?:([eE][+-]?[0-9]{1,2})|([numkMGTPE]|[KMGTPE]i)?)\Z")


def parse_quantity(text: str | int | float) -> Fraction:
    """The exact number that a Kubernetes quantity means.

    Raises:
        BuildError: the text is no quantity.
    """
    return _parsed(str(text))


@lru_cache(maxsize=1024)
def _parsed(text: str) -> Fraction:
    """A lab writes few different quantities, and each of them often."""
    match = _QUANTITY.match(text)
    if match is None:
        raise BuildError(f"{text!r} is not a quantity; write a number with an optional unit, such as 500m, 2 or 1.5Gi")
    number, exponent, suffix = match.groups()
    if exponent:
        return Fraction(number) * Fraction(10) ** int(exponent[1:])
    return Fraction(number) * _SUFFIX[suffix or ""]


@lru_cache(maxsize=1024)
def parse_bytes(text: str | int | float) -> int:
    """A quantity of memory or storage in whole bytes, rounded up.

    Raises:
        BuildError: the text is no quantity.
    """
    value = parse_quantity(text)
    return -(-value.numerator // value.denominator)


@lru_cache(maxsize=1024)
def parse_cores(text: str | int | float) -> int:
    """A quantity of CPU in thousandths of a core, rounded up.

    Raises:
        BuildError: the text is no quantity.
    """
    value = parse_quantity(text) * 1000
    return -(-value.numerator // value.denominator)


def cpu_text(milli: int) -> str:
    """Thousandths of a core as people write them: `250m`, `2`."""
    return str(milli // 1000) if milli % 1000 == 0 else f"{milli}m"


def bytes_text(count: int) -> str:
    """Bytes in the largest binary unit that divides them: `512Mi`, `10Gi`."""
    for power, unit in ((4, "Ti"), (3, "Gi"), (2, "Mi"), (1, "Ki")):
        size = 1024**power
        if count and count % size == 0:
            return f"{count // size}{unit}"
    return str(count)
