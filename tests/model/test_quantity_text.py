"""Quantities are read and written as Kubernetes does, exactly."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import get_args

import pytest
from hypothesis import given, strategies as st

from homelab_cdk._errors import BuildError
from homelab_cdk.model import (
    ByteSize,
    Pattern,
    Quantity,
    bytes_text,
    cpu_text,
    parse_bytes,
    parse_cores,
    parse_quantity,
)

SUFFIXES = ("", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei")
NUMBERS = st.one_of(
    st.integers(0, 10**6).map(str),
    st.tuples(st.integers(0, 10**6), st.integers(0, 999)).map(lambda parts: f"{parts[0]}.{parts[1]}"),
)


def pattern_of(alias: object) -> str:
    [pattern] = [extra for extra in get_args(alias) if isinstance(extra, Pattern)]
    return pattern.expression


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("500m", Fraction(1, 2)),
        ("2", Fraction(2)),
        ("1.5Gi", Fraction(3, 2) * 2**30),
        (".5", Fraction(1, 2)),
        ("1e3", Fraction(1000)),
        ("12E", Fraction(12 * 10**18)),
        ("0.1", Fraction(1, 10)),
        ("100n", Fraction(1, 10**7)),
        (2, Fraction(2)),
        (1.5, Fraction(3, 2)),
    ],
)
def test_is_read(text: str | int | float, value: Fraction) -> None:
    assert parse_quantity(text) == value


@pytest.mark.parametrize(
    "text", ["", "Gi", "1 Gi", "1GB", "1gi", "1,5", "1Gi\n", "--1", "1e", "0x10", "inf", "１Gi", "1e999999999"]
)
def test_is_refused(text: str) -> None:
    with pytest.raises(BuildError, match="is not a quantity; write"):
        parse_quantity(text)


@given(NUMBERS, st.sampled_from(SUFFIXES))
def test_a_unit_multiplies_its_number(number: str, suffix: str) -> None:
    assert parse_quantity(number + suffix) == Fraction(number) * parse_quantity(f"1{suffix}")


@given(st.integers(0, 2**60))
def test_bytes_come_back(count: int) -> None:
    assert parse_bytes(bytes_text(count)) == count


@given(st.integers(0, 10**9))
def test_cores_come_back(milli: int) -> None:
    assert parse_cores(cpu_text(milli)) == milli


@given(NUMBERS, st.sampled_from(SUFFIXES))
def test_parts_are_rounded_up(number: str, suffix: str) -> None:
    exact = parse_quantity(number + suffix)

    assert 0 <= parse_bytes(number + suffix) - exact < 1
    assert 0 <= parse_cores(number + suffix) - exact * 1000 < 1


@given(NUMBERS, st.sampled_from(SUFFIXES))
def test_the_pattern_of_the_schema_accepts_what_is_read(number: str, suffix: str) -> None:
    assert re.search(pattern_of(Quantity), number + suffix)


@given(st.from_regex(pattern_of(Quantity), fullmatch=True) | st.from_regex(pattern_of(ByteSize), fullmatch=True))
def test_what_the_pattern_of_the_schema_accepts_is_read(text: str) -> None:
    parse_quantity(text.rstrip("\n"))


@given(NUMBERS)
def test_a_size_needs_its_unit(number: str) -> None:
    assert not re.search(pattern_of(ByteSize), number)
