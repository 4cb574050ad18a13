from __future__ import annotations

from homelab_cdk.constructs import HelmApp, Lab
from homelab_cdk.model import ChartFacts, CrdFact
from tests.checks.looking import found, thing
from tests.labs import PIN, locked

POTS = CrdFact(group="tea.example.com", kind="Pot", plural="pots", scope="Namespaced", versions=("v1",))
LOCK = locked({"tea": ChartFacts(crds=(POTS,))})


def brewery(lab: Lab, **values: object) -> HelmApp:
    return HelmApp(lab, "tea", chart=PIN.name, version=PIN.version, repository=PIN.repository, values=values)


def test_a_chart_that_nobody_knows() -> None:
    lab = Lab()
    brewery(lab)
    assert found(lab, "HL801") == [
        "tea: the chart operator 1.2.3: nothing is known of it: no lock and no shipped facts know the chart"
        " operator; run `homelab lock`",
    ]


def test_a_chart_with_other_values() -> None:
    lab = Lab(lock=LOCK)
    brewery(lab, strength=2)
    assert found(lab, "HL802") == [
        "tea: the chart operator 1.2.3: its facts are assumed: they were read with other values, and whether the"
        " chart knows them was not checked; run `homelab lock` to prove them",
    ]


def test_a_custom_resource_that_was_not_validated() -> None:
    lab = Lab(lock=LOCK)
    brewery(lab).add_manifest(thing("tea.example.com/v1", "Pot", namespace="tea"))
    assert found(lab, "HL803") == [
        "tea: the chart operator 1.2.3: the lab's objects of its kinds (Pot) are not those that were validated; run"
        " `homelab lock` to hold them against its CRDs",
    ]


def test_a_chart_that_is_proven() -> None:
    lab = Lab(lock=LOCK)
    brewery(lab)
    assert [found(lab, code) for code in ("HL801", "HL802", "HL803")] == [[], [], []]
