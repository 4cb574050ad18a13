from __future__ import annotations

from homelab_cdk.constructs import HelmApp, Lab
from homelab_cdk.model import ChartFacts, ContainerFact, WorkloadFact
from tests.checks.looking import found
from tests.labs import PIN, locked


def lab_with(image: str, *, hook: bool = False) -> Lab:
    container = ContainerFact(name="tea", image=image)
    workload = WorkloadFact(kind="Deployment", namespace="tea", name="pot", init_containers=(container,), hook=hook)
    lab = Lab(lock=locked({"tea": ChartFacts(workloads=(workload,))}))
    HelmApp(lab, "tea", chart=PIN.name, version=PIN.version, repository=PIN.repository)
    return lab


def test_an_image_that_moves() -> None:
    assert found(lab_with("busybox"), "HL707") == [
        "tea: the chart operator 1.2.3: the image busybox has no tag; set the tag of one version in the chart's values",
    ]


def test_a_pinned_image_and_a_hook() -> None:
    assert found(lab_with("busybox:1.37"), "HL707") == []
    assert found(lab_with("busybox", hook=True), "HL707") == []
