"""How much of a machine something takes."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import ContainerFact, WorkloadFact

__all__ = ["NOTHING", "Amounts", "limit_of", "requests_of"]


@dataclass(frozen=True, slots=True)
class Amounts:
    """CPU in thousandths of a core, memory and disk in bytes."""

    cpu: int = 0
    memory: int = 0
    disk: int = 0

    def __add__(self, other: Amounts) -> Amounts:
        return Amounts(self.cpu + other.cpu, self.memory + other.memory, self.disk + other.disk)

    def __sub__(self, other: Amounts) -> Amounts:
        """What is left, never less than nothing."""
        return Amounts(max(0, self.cpu - other.cpu), max(0, self.memory - other.memory), max(0, self.disk - other.disk))

    def __mul__(self, times: int) -> Amounts:
        return Amounts(self.cpu * times, self.memory * times, self.disk * times)

    def most(self, other: Amounts) -> Amounts:
        """The larger of each."""
        return Amounts(max(self.cpu, other.cpu), max(self.memory, other.memory), max(self.disk, other.disk))


NOTHING = Amounts()


def requests_of(workload: WorkloadFact) -> Amounts:
    """What the scheduler sets aside for one pod of a workload; `disk` is ephemeral storage.

    The containers and the sidecars together, or the largest moment of the start if that is more: each init container runs
    alone beside the sidecars that started before it. What the pod as a whole requests comes before that (source: Kubernetes,
    component-helpers/resource, `PodRequests`).
    """
    together = NOTHING
    for container in workload.containers:
        together += _requests(container)
    started, starting = NOTHING, NOTHING
    for container in workload.init_containers:
        own = _requests(container)
        if container.sidecar:
            started += own
            together += own
            starting = starting.most(started)
        else:
            starting = starting.most(started + own)
    found, whole = together.most(starting), workload.whole
    if whole is None:
        return found
    return Amounts(whole.cpu_request or found.cpu, whole.memory_request or found.memory, found.disk)


def limit_of(workload: WorkloadFact) -> int | None:
    """The memory at which one pod of a workload is stopped; nothing where one of its lasting containers has no limit."""
    if workload.whole is not None and workload.whole.memory_limit:
        return workload.whole.memory_limit
    lasting = [*workload.containers, *(item for item in workload.init_containers if item.sidecar)]
    if any(not container.memory_limit for container in lasting):
        return None
    return sum(container.memory_limit for container in lasting)


def _requests(container: ContainerFact) -> Amounts:
    return Amounts(container.cpu_request, container.memory_request, container.ephemeral_request)
