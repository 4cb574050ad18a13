"""The values that a ConfigMap carries are read back equal by Helm."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, strategies as st

from homelab_cdk.constructs._kubernetes_yaml import read_documents, write_values

TRAPS = [
    "08",
    "1e3",
    "0o17",
    "y",
    "n",
    "on",
    "1_000",
    "22:22",
    "2026-01-01",
    "=",
    "~",
    "",
    "null",
    "0x1F",
    ".5",
    "-",
    "<<",
]


@pytest.mark.parametrize("text", TRAPS, ids=repr)
def test_helm_reads_text_as_text(text: str, kubernetes_reads: Callable[[str], Any]) -> None:
    values = {text or "empty": None, "list": [None, text]}
    assert kubernetes_reads(write_values(values)) == values


@given(
    st.dictionaries(
        st.text("0123456789abeEnoxyX.:-_+~<= #", min_size=1, max_size=5),
        st.lists(
            st.none() | st.booleans() | st.integers(-99, 99) | st.text("01eoxyn.:-_+~=# ", max_size=4), max_size=3
        ),
        max_size=4,
    )
)
def test_our_own_reader_does_too(values: dict[str, Any]) -> None:
    assert [document for _, document in read_documents(write_values(values))] == [values]


def test_a_value_that_stands_twice_is_written_twice() -> None:
    shared = {"a": None}
    assert write_values({"one": shared, "two": shared}) == "one:\n  a: null\ntwo:\n  a: null\n"
