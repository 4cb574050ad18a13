from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import pytest
from hypothesis import given, strategies as st

from homelab_cdk.model import decode, encode


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    name: str
    target: int | str = ""
    labels: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outer:
    kind: Literal["a", "b"] = "a"
    on: bool = False
    note: str | None = None
    items: tuple[Inner, ...] = ()
    names: tuple[str, ...] = ()
    by_name: dict[str, Inner] = field(default_factory=dict)


PAIRS = st.dictionaries(st.text(), st.text(), max_size=3).map(lambda found: tuple(sorted(found.items())))
INNER = st.builds(Inner, name=st.text(), target=st.integers() | st.text(), labels=PAIRS)
OUTER = st.builds(
    Outer,
    kind=st.sampled_from(["a", "b"]),
    on=st.booleans(),
    note=st.none() | st.text(),
    items=st.lists(INNER, max_size=3).map(tuple),
    names=st.lists(st.text(), max_size=3).map(tuple),
    by_name=st.dictionaries(st.text(), INNER, max_size=3),
)


@given(OUTER)
def test_what_is_encoded_decodes_to_the_same(value: Outer) -> None:
    assert decode(Outer, encode(value)) == value


def test_defaults_are_left_out() -> None:
    assert encode(Outer(items=(Inner(name="x"),))) == {"items": [{"name": "x"}]}


def test_pairs_of_text_are_written_as_a_map() -> None:
    assert encode(Inner(name="x", labels=(("a", "b"), ("c", "d")))) == {"name": "x", "labels": {"a": "b", "c": "d"}}


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([], "Outer is written as a mapping"),
        ({"knd": "a"}, "Outer has no 'knd'"),
        ({"kind": "c"}, "'c' is none of"),
        ({"on": 1}, "1 is no bool"),
        ({"note": 1}, "1 is none of"),
        ({"items": [{}]}, "name"),
        ({"names": [1]}, "1 is no str"),
        ({"names": "ab"}, "'ab' is no list"),
        ({"by_name": [1]}, "is no mapping"),
    ],
)
def test_another_shape_is_refused(value: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        decode(Outer, value)
