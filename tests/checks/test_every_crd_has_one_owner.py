from __future__ import annotations

from homelab_cdk.constructs import HelmApp, Lab
from homelab_cdk.model import ChartFacts, CrdFact
from tests.checks.looking import found
from tests.labs import PIN, Plain, crd, locked

FACTS = ChartFacts(
    crds=(CrdFact(group="tea.example.com", kind="Pot", plural="pots", scope="Namespaced", versions=("v1",)),)
)


def lab_with(kind: str) -> Lab:
    lab = Lab(lock=locked({"brewery": FACTS}))
    HelmApp(lab, "brewery", chart=PIN.name, version=PIN.version, repository=PIN.repository)
    Plain(lab, "app").add_manifest(crd(kind, "tea.example.com"))
    return lab


def test_a_manifest_and_a_chart_with_one_crd() -> None:
    assert found(lab_with("Pot"), "HL407") == [
        "brewery: CustomResourceDefinition pots.tea.example.com: the chart operator 1.2.3 brings it, and"
        " app/customresourcedefinition-pots.tea.example.com brings it, too; leave the manifest out, or turn CRDs off in"
        " the values of the chart",
    ]


def test_two_charts_with_one_crd() -> None:
    lab = Lab(lock=locked({"brewery": FACTS, "tearoom": FACTS}))
    for name in ("brewery", "tearoom"):
        HelmApp(lab, name, chart=PIN.name, version=PIN.version, repository=PIN.repository)
    assert found(lab, "HL407") == [
        "tearoom: CustomResourceDefinition pots.tea.example.com: the chart operator 1.2.3 brings it, and brewery brings it,"
        " too; turn CRDs off in the values of one of the charts",
    ]


def test_each_with_one_owner() -> None:
    assert found(lab_with("Cup"), "HL407") == []
