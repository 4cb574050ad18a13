"""What is written in place of a name that is not there."""

from __future__ import annotations

import pytest

from homelab_cdk.checks._meant import either, in_place_of


@pytest.mark.parametrize(
    ("there", "told"),
    [
        (["home", "guests"], "write home"),
        (["guests"], "write the name of one that is there"),
        ([""], ""),
        ([], ""),
    ],
    ids=["one is alike", "none is alike", "one without a name", "there is none"],
)
def test_a_name_that_nothing_has(there: list[str], told: str) -> None:
    assert in_place_of("hoem", there) == told


def test_several_ways_in_a_row() -> None:
    assert either("add it") == "add it"
    assert either("", "add it") == "add it"
    assert either("write home", "add it") == "write home, or add it"
    assert either("add it", "write home", "leave it out") == "add it, write home, or leave it out"
