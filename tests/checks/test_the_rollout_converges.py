"""HL303."""

from __future__ import annotations

from homelab_cdk.constructs import HelmRelease, Lab
from homelab_cdk.model import ChartFacts, LabConfig, VolumeFact, WorkloadFact
from tests.checks.looking import found, lab_of, thing
from tests.labs import PIN, Plain, locked


def test_a_lab_that_comes_up() -> None:
    assert found(lab_of(thing("v1", "PersistentVolumeClaim", "data", spec={"storageClassName": "x"})), "HL303") != []
    assert found(lab_of(), "HL303") == []


def test_a_volume_of_a_class_that_nothing_brings() -> None:
    volume = VolumeFact(name="leaves", size=1, storage_class="fast")
    facts = ChartFacts(workloads=(WorkloadFact(kind="Deployment", namespace="app", name="tea", volumes=(volume,)),))
    lab = Lab(LabConfig.sample(), lock=locked({"app/tea": facts}))
    HelmRelease(Plain(lab, "app"), chart=PIN, values={}, name="tea")
    assert found(lab, "HL303") == [
        "app/helmrelease-tea: HelmRelease.helm.toolkit.fluxcd.io app/tea: needs the StorageClass fast for the volume leaves of"
        " tea, and there is only local-path; write local-path, or add what makes its volumes"
    ]


def test_other_rules_look_at_secrets() -> None:
    reference = {"secretKeyRef": {"name": "by-hand", "key": "a"}}
    pod = {"containers": [{"name": "web", "image": "a:1", "env": [{"name": "A", "valueFrom": reference}]}]}
    deployment = thing("apps/v1", "Deployment", "web", spec={"template": {"spec": pod}})
    assert found(lab_of(deployment), "HL303") == []
