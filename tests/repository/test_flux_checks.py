"""The page about the checks behind Flux' failures names rules that are there, for each of the forty-five."""

from __future__ import annotations

import re

from homelab_cdk.checks import RULES
from tests.conftest import CHECKOUT

ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (CHECKOUT / "docs" / "flux-checks.md").read_text(encoding="utf-8").splitlines()
    if re.match(r"\| \d", line)
]


def test_each_check_has_a_line() -> None:
    assert [int(number) for number, _, _ in ROWS] == list(range(1, 46))


def test_each_rule_that_is_named_is_there() -> None:
    known = {rule.name for rule in RULES.values()}
    named = {name for _, _, covers in ROWS for name in re.findall(r"`([a-z]+(?:_[a-z]+){2,})`", covers)}
    assert named - known == set()


def test_each_line_says_what_covers_it() -> None:
    assert [number for number, _, covers in ROWS if not covers] == []
