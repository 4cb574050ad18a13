from __future__ import annotations

from dataclasses import replace

from homelab_cdk.constructs import Lab
from homelab_cdk.model import ChartFacts
from tests.checks.custom import POTS, pot
from tests.checks.looking import found
from tests.checks.releases import lab_of_release


def lab(*versions: str) -> Lab:
    whole = lab_of_release(ChartFacts(crds=(replace(POTS, versions=versions),)))
    whole.unit_charts[0].add_manifest(pot(kind="green"))
    return whole


def test_a_version_that_is_served_no_more() -> None:
    assert found(lab("v2", "v3"), "HL180") == [
        "tea/pot-one: Pot.tea.example.com tea/one: it is written in v1, and the CRD that comes with its chart serves v2, v3;"
        " write one of those",
    ]


def test_a_version_beside_others() -> None:
    assert found(lab("v1", "v2"), "HL180") == []


def test_a_crd_of_whose_versions_nothing_is_known() -> None:
    assert found(lab(), "HL180") == []
