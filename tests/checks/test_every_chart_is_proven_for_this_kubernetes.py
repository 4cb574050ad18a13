from __future__ import annotations

from dataclasses import replace

from homelab_cdk.constructs import Lab
from homelab_cdk.model import ChartFacts, LabConfig, Lock
from tests.checks.looking import found
from tests.checks.releases import lab_of_release, of_another_minor
from tests.labs import locked


def test_facts_of_another_minor_are_assumed() -> None:
    facts = ChartFacts()
    assert found(lab_of_release(facts, lock=of_another_minor(facts)), "HL802") == [
        "tea: the chart operator 1.2.3: its facts are assumed: they were read for Kubernetes 1.35, the lab has 1.36; run"
        " `homelab lock` to prove them",
    ]


def test_those_of_another_patch_hold() -> None:
    lock = locked({"tea": ChartFacts()})
    lock = Lock(entries={name: replace(entry, kubernetes="1.36.4") for name, entry in lock.entries.items()})
    assert found(lab_of_release(ChartFacts(), lock=lock), "HL802") == []


def test_plain_manifests_are_the_same_for_all() -> None:
    entries = {name: replace(entry, origin="files") for name, entry in of_another_minor(ChartFacts()).entries.items()}
    assert found(lab_of_release(ChartFacts(), lock=Lock(entries=entries)), "HL802") == []


def test_a_lab_of_another_minor_finds_the_shipped_facts_assumed() -> None:
    from homelab_cdk.components import load_components
    from homelab_cdk.synth._build import build_lab
    from tests.labs import chosen

    load_components()
    config = LabConfig.sample(components=(chosen("storage", "local-path"),))
    older = replace(config, cluster=replace(config.cluster, kubernetes="1.35"))

    def standing(lab: Lab) -> set[str]:
        return {chart.facts(release).standing for chart in lab.unit_charts for release in chart.releases}

    assert (standing(build_lab(config)), standing(build_lab(older))) == ({"proven"}, {"assumed"})
