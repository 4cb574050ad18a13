from __future__ import annotations

from homelab_cdk.constructs import HelmApp, Lab
from homelab_cdk.model import ChartFacts, ContainerFact, WorkloadFact
from tests.checks.looking import found
from tests.labs import PIN, locked

BARE = ContainerFact(name="tea", image="registry.example.com/tea:1.2.3")
FULL = ContainerFact(
    name="tea", image="registry.example.com/tea:1.2.3", cpu_request=10, memory_request=1, memory_limit=1
)


def lab_with(container: ContainerFact, *, hook: bool = False) -> Lab:
    workload = WorkloadFact(kind="Deployment", namespace="tea", name="pot", containers=(container,), hook=hook)
    lab = Lab(lock=locked({"tea": ChartFacts(workloads=(workload,))}))
    HelmApp(lab, "tea", chart=PIN.name, version=PIN.version, repository=PIN.repository)
    return lab


def test_a_container_without_resources() -> None:
    assert found(lab_with(BARE), "HL503") == [
        "tea: the chart operator 1.2.3: containers of it lack resources: pot/tea (requests.cpu, requests.memory,"
        " limits.memory); set these in the chart's values, or by a patch where it has no value for them",
    ]


def test_a_container_with_resources() -> None:
    assert found(lab_with(FULL), "HL503") == []


def test_a_hook() -> None:
    assert found(lab_with(BARE, hook=True), "HL503") == []
