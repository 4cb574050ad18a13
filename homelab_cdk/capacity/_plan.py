"""The plan of a lab: where everything goes, what each machine has left, and what happens when one is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..model import LabConfig
from ..order import Built, once
from ._amounts import NOTHING, Amounts
from ._footprint import Demand, Footprint, footprint
from ._hardware import Comparison, compare
from ._loss import Loss, without
from ._machines import Machine, machines_of
from ._place import Kept, Pending, Placement, move, place, requested
from ._wanted import wanted_by_unit, wanted_in_all

__all__ = ["Consumer", "Load", "Plan", "make_plan", "plan_of"]

_ARCHITECTURE = "kubernetes.io/arch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What a machine, or all together, gives to pods.

    Attributes:
        name: the machine.
        pods: how many run there.
        requested: what they and the volumes take.
        allocatable: what there is for them; a disk of 0 where none is declared.
        limits: the memory that pods may take before they are stopped, of all that have a limit.
        unlimited: pods without such a limit.
    """

    name: str
    pods: int
    requested: Amounts
    allocatable: Amounts
    limits: int
    unlimited: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Consumer:
    """A unit with all that its pods request, on all machines; `disk` are its volumes with all copies."""

    unit: str
    amounts: Amounts


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The capacity of a lab.

    Attributes:
        machines: the nodes with what is set aside on each.
        loads: what runs on each of them.
        total: the same for all together.
        pending: pods that find no place, and why.
        short: volumes that have fewer copies than wanted.
        losses: what happens when each of the machines is lost.
        wanted: what everything requests, placed or not; `disk` are all volumes with all their copies.
        consumers: what each unit takes, the one with the most memory first.
        largest_job: the largest of what comes and goes, and whether there is room for it; nothing where there is none.
        comparisons: the machines beside the reference hardware.
        undecided: what may run on machines that are not amd64, although nobody knows whether its images are made for them.
        assumed: units whose charts were read with other values, or at another version.
        unread: what could not be counted, and why.
    """

    machines: tuple[Machine, ...]
    loads: tuple[Load, ...]
    total: Load
    pending: tuple[Pending, ...]
    short: tuple[Kept, ...]
    losses: tuple[Loss, ...]
    wanted: Amounts
    consumers: tuple[Consumer, ...]
    largest_job: tuple[Demand, bool] | None
    comparisons: tuple[Comparison, ...]
    undecided: tuple[Demand, ...]
    assumed: tuple[str, ...]
    unread: tuple[str, ...]

    @property
    def fits(self) -> bool:
        """Whether everything has a place while all machines are up."""
        return not self.pending and not self.short


@once
def plan_of(built: Built) -> Plan:
    """The plan of a lab, worked out once."""
    return make_plan(footprint(built), built.lab.config)


def make_plan(wanted: Footprint, config: LabConfig) -> Plan:
    """The plan of a footprint on the machines of a lab."""
    machines = machines_of(config)
    placement = place(wanted, machines)
    loads = _loads(placement)
    return Plan(
        machines=machines,
        loads=loads,
        total=_total(loads),
        pending=tuple(placement.pending),
        short=tuple(item for item in placement.kept if item.missing),
        losses=tuple(without(placement, machine, machines) for machine in machines),
        wanted=wanted_in_all(wanted, machines),
        consumers=_consumers(wanted, machines),
        largest_job=_largest_job(wanted, placement),
        comparisons=compare(config.nodes),
        undecided=_undecided(wanted, machines),
        assumed=wanted.assumed,
        unread=wanted.unread,
    )


def _loads(placement: Placement) -> tuple[Load, ...]:
    running: dict[str, list[Demand]] = {seat.machine.name: [] for seat in placement.seats}
    for item in placement.placed:
        running[item.machine].append(item.demand)
    return tuple(
        Load(
            name=seat.machine.name,
            pods=len(demands),
            requested=requested(seat),
            allocatable=seat.machine.allocatable,
            limits=sum(demand.limit or 0 for demand in demands),
            unlimited=sum(demand.limit is None for demand in demands),
        )
        for seat, demands in zip(placement.seats, running.values(), strict=True)
    )


def _total(loads: Sequence[Load]) -> Load:
    wanted, there = NOTHING, NOTHING
    for load in loads:
        wanted += load.requested
        there += load.allocatable
    return Load(
        name="total",
        pods=sum(load.pods for load in loads),
        requested=wanted,
        allocatable=there,
        limits=sum(load.limits for load in loads),
        unlimited=sum(load.unlimited for load in loads),
    )


def _consumers(wanted: Footprint, machines: Sequence[Machine]) -> tuple[Consumer, ...]:
    """What each unit wants, placed or not."""
    listed = [Consumer(unit=unit, amounts=amounts) for unit, amounts in wanted_by_unit(wanted, machines).items()]
    return tuple(sorted(listed, key=lambda item: (-item.amounts.memory, -item.amounts.cpu, item.unit)))


def _undecided(wanted: Footprint, machines: Sequence[Machine]) -> tuple[Demand, ...]:
    """What may run on an architecture of which nobody knows whether its images are made for it.

    Facts name images, and not the platforms that they exist for: only a registry knows. Images for amd64 are taken for
    granted, and what a node selector binds to one architecture is its author's word.
    """
    if all(machine.node.architecture == "amd64" for machine in machines):
        return ()
    return tuple(
        item
        for item in wanted.lasting
        if _ARCHITECTURE not in dict(item.workload.node_selector)
        and any(machine.node.architecture != "amd64" and machine.takes(item.workload) for machine in machines)
    )


def _largest_job(wanted: Footprint, placement: Placement) -> tuple[Demand, bool] | None:
    """The job or hook with the most memory, and whether each of its pods has room besides what lasts."""
    if not wanted.passing:
        return None
    largest = max(wanted.passing, key=lambda item: (item.requests.memory * item.pods, item.requests.cpu * item.pods))
    beside = Placement(seats=[seat.copy() for seat in placement.seats])
    for _ in range(max(1, largest.pods)):
        move(beside, largest)
    return largest, not beside.pending
