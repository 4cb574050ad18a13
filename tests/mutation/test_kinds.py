"""The tables of damage as a whole: how many kinds there are, and that each rule has to find one."""

from __future__ import annotations

from collections import Counter

from homelab_cdk.checks import RULES
from tests.mutation.damage import Refused
from tests.mutation.kinds import KINDS

WITHOUT = {
    "every_component_is_open_source": "every component of the lab is",
    "every_custom_resource_is_proven": "tells of what nothing is known; where the CRDs are not at hand it stands for all others",
    "no_component_is_at_its_end": "no component of the lab is at its end of life",
    "plain_cdk8s_carries_every_value": "the lab has no foreign constructs",
    "schemas_can_be_checked": "tells of libraries that are not installed",
}
"""Rules that no damage of this lab is for, and why."""


def test_there_are_two_hundred_kinds() -> None:
    assert len(KINDS) >= 200
    levels = Counter(damage.level for damage in KINDS)
    print(", ".join(f"{count} of {level}" for level, count in sorted(levels.items())))
    assert min(levels.values()) >= 15


def test_each_kind_is_told_once() -> None:
    told = Counter((damage.level, damage.name) for damage in KINDS)
    assert [name for name, count in told.items() if count > 1] == []


def test_each_rule_finds_some_damage() -> None:
    finding = {name for damage in KINDS if not isinstance(damage.caught_by, Refused) for name in damage.caught_by}
    names = {rule.name for rule in RULES.values()}
    assert finding - names == set(), "these are no rules"
    assert names - finding - set(WITHOUT) == set(), (
        "no kind of damage is for these rules; add one, or say why in WITHOUT"
    )
    assert set(WITHOUT) & finding == set(), "some damage is for these rules"
