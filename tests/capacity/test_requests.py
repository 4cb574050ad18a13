"""What one pod requests, as the scheduler counts it."""

from __future__ import annotations

import pytest

from homelab_cdk.capacity import Amounts, limit_of, requests_of
from homelab_cdk.model import ContainerFact, WorkloadFact


def box(cpu: int, memory: int, *, limit: int = 0, sidecar: bool = False, disk: int = 0) -> ContainerFact:
    return ContainerFact(
        name="x",
        image="",
        cpu_request=cpu,
        memory_request=memory,
        ephemeral_request=disk,
        memory_limit=limit,
        sidecar=sidecar,
    )


def pod(
    *containers: ContainerFact, init: tuple[ContainerFact, ...] = (), whole: ContainerFact | None = None
) -> WorkloadFact:
    return WorkloadFact(kind="Pod", namespace="a", name="a", containers=containers, init_containers=init, whole=whole)


@pytest.mark.parametrize(
    ("workload", "wanted"),
    [
        pytest.param(pod(), Amounts(), id="nothing"),
        pytest.param(pod(box(100, 10), box(50, 5, disk=7)), Amounts(150, 15, 7), id="containers together"),
        pytest.param(
            pod(box(100, 10), init=(box(70, 90),)), Amounts(100, 90), id="the larger of start and run, of each"
        ),
        pytest.param(
            pod(box(100, 10), init=(box(70, 9), box(120, 8))), Amounts(120, 10), id="init containers one by one"
        ),
        pytest.param(pod(box(100, 10), init=(box(30, 3, sidecar=True),)), Amounts(130, 13), id="a sidecar stays"),
        pytest.param(
            # While the second starts, the sidecar before it runs: 30 + 120. The one after it has not started.
            pod(box(100, 10), init=(box(30, 3, sidecar=True), box(120, 9), box(10, 1, sidecar=True))),
            Amounts(150, 14),
            id="an init container beside the sidecars before it",
        ),
        pytest.param(pod(box(100, 10), whole=box(40, 0)), Amounts(40, 10), id="the pod as a whole comes before"),
    ],
)
def test_requests(workload: WorkloadFact, wanted: Amounts) -> None:
    assert requests_of(workload) == wanted


@pytest.mark.parametrize(
    ("workload", "wanted"),
    [
        pytest.param(pod(box(1, 1, limit=10), box(1, 1, limit=5)), 15, id="all have one"),
        pytest.param(pod(box(1, 1, limit=10), box(1, 1)), None, id="one has none"),
        pytest.param(pod(box(1, 1, limit=10), init=(box(1, 1),)), 10, id="what only starts it does not count"),
        pytest.param(pod(box(1, 1, limit=10), init=(box(1, 1, limit=4, sidecar=True),)), 14, id="a sidecar counts"),
        pytest.param(pod(box(1, 1), whole=box(0, 0, limit=20)), 20, id="the pod as a whole"),
    ],
)
def test_memory_limits(workload: WorkloadFact, wanted: int | None) -> None:
    assert limit_of(workload) == wanted
