from __future__ import annotations

from homelab_cdk.constructs import Lab
from homelab_cdk.model import ChartFacts, CrdFact
from tests.checks.looking import found, thing
from tests.checks.releases import lab_of_release
from tests.labs import Plain


def pots(*, kept: bool = False, in_folder: bool = False) -> ChartFacts:
    fact = CrdFact(
        group="tea.example.com",
        kind="Pot",
        plural="pots",
        scope="Namespaced",
        versions=("v1",),
        kept=kept,
        in_folder=in_folder,
    )
    return ChartFacts(crds=(fact,))


def with_policy(policy: str) -> Lab:
    lab = lab_of_release(pots(kept=True, in_folder=True))
    [release] = lab.unit_charts[0].helm_releases
    release.manifest.body["spec"]["upgrade"]["crds"] = policy
    return lab


def test_crds_that_stay_as_they_are() -> None:
    assert found(with_policy("Create"), "HL456") == [
        "tea: the chart operator 1.2.3: it brings CRDs in its folder crds/ (pots.tea.example.com), and spec.upgrade.crds"
        " of its HelmRelease is Create, so that an upgrade leaves them as they are; set spec.upgrade.crds to CreateReplace",
    ]


def test_crds_that_grow_or_are_somebody_elses() -> None:
    assert found(with_policy("CreateReplace"), "HL456") == []
    assert found(with_policy("Skip"), "HL456") == []


def used(facts: ChartFacts, *, holds_data: bool = False) -> Lab:
    lab = lab_of_release(facts, holds_data=holds_data)
    Plain(lab, "kitchen").add_manifest(thing("tea.example.com/v1", "Pot", namespace="kitchen"))
    return lab


def test_crds_that_take_others_objects_with_them() -> None:
    assert found(used(pots()), "HL456") == [
        "tea: the chart operator 1.2.3: when it leaves the lab, Helm deletes its CRDs and with them objects of kitchen"
        " (Pot.tea.example.com); have its values or a patch put the annotation helm.sh/resource-policy: keep on these CRDs",
    ]


def test_crds_that_survive_or_are_nobody_elses() -> None:
    assert found(used(pots(kept=True)), "HL456") == []
    assert found(used(pots(), holds_data=True), "HL456") == []
    lab = lab_of_release(pots())
    lab.unit_charts[0].add_manifest(thing("tea.example.com/v1", "Pot", namespace="tea"))
    assert found(lab, "HL456") == []
