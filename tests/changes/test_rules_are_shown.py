"""Each rule of change is broken by a pair, and left in peace by its neighbours."""

from __future__ import annotations

from pathlib import Path

from homelab_cdk.checks import RULES
from tests.changes.pair import read_pair

FOLDER = Path(__file__).parent / "pairs"


def test_each_rule_of_change_finds_something() -> None:
    seen = {finding.code for path in FOLDER.glob("dangers/*.yaml") for finding in read_pair(path).findings()}
    assert seen == {code for code, rule in RULES.items() if rule.change is not None}
