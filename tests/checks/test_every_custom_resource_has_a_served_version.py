from __future__ import annotations

from tests.checks.custom import GROUP, lab_with_chart, pot
from tests.checks.looking import found, thing


def test_a_version_that_the_chart_does_not_serve() -> None:
    assert found(lab_with_chart(thing(f"{GROUP}/v1beta1", "Pot", namespace="tea")), "HL180") == [
        "tea/pot-one: Pot.tea.example.com tea/one: it is written in v1beta1, and the CRD that the chart operator 1.2.3"
        " brings serves v1; write apiVersion: tea.example.com/v1",
    ]


def test_a_version_that_it_serves() -> None:
    assert found(lab_with_chart(pot(kind="green")), "HL180") == []
