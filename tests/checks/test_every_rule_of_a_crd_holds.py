from __future__ import annotations

import pytest

from tests.checks.custom import lab_with_crd, pot
from tests.checks.looking import found

pytest.importorskip("cel", reason="the extra `lock` is not installed")


def test_a_rule_that_does_not_hold() -> None:
    assert found(lab_with_crd(pot(kind="green", cups=12)), "HL152") == [
        "tea/pot-one: Pot.tea.example.com tea/one: spec: only a large pot has more than eight cups (the CRD's rule:"
        " self.cups <= 8 || self.large); write it so that the rule holds",
    ]


def test_rules_that_hold_with_defaults_in_place() -> None:
    assert found(lab_with_crd(pot(kind="green")), "HL152") == []
    assert found(lab_with_crd(pot(kind="black", cups=12, large=True)), "HL152") == []
