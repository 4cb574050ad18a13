"""Where each pod and each volume of a lab goes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ._amounts import NOTHING, Amounts
from ._footprint import Demand, Footprint, Volume
from ._machines import MOST_PODS, Machine
from ._seats import TOO_FEW, Seat, bytes_of, reason, room_for, seats_of

__all__ = ["Kept", "Pending", "Placed", "Placement", "move", "place", "requested"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A volume and the machines that have a copy of it; fewer than wanted where there is no room."""

    unit: str
    volume: Volume
    machines: tuple[str, ...]

    @property
    def missing(self) -> int:
        """How many of its copies have no room."""
        wanted = min(self.volume.storage.copies, 1) if self.volume.storage.node_bound else self.volume.storage.copies
        return max(0, wanted - len(self.machines))


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One pod on a machine, with its volumes."""

    demand: Demand
    machine: str
    volumes: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """Pods that find no place, and why."""

    demand: Demand
    pods: int
    because: str

    @property
    def for_apartness(self) -> bool:
        """Whether they wait only because each machine has one of them already, as members of a quorum do."""
        return self.because == TOO_FEW


@dataclass(slots=True, kw_only=True)
class Placement:
    """All pods and volumes on machines, and what found no place."""

    seats: list[Seat]
    placed: list[Placed] = field(default_factory=list)
    pending: list[Pending] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    claims: dict[str, Kept] = field(default_factory=dict)
    """Volumes that several pods share, by claim."""

    def wait(self, demand: Demand, because: str) -> None:
        """Leave a pod without a place."""
        last = self.pending[-1] if self.pending else None
        if last is not None and last.demand is demand and last.because == because:
            self.pending[-1] = Pending(demand=demand, pods=last.pods + 1, because=because)
        else:
            self.pending.append(Pending(demand=demand, pods=1, because=because))

    @property
    def waiting(self) -> int:
        """How many pods found no place."""
        return sum(item.pods for item in self.pending)


def place(footprint: Footprint, machines: Sequence[Machine]) -> Placement:
    """Place everything that lasts: on each machine first, then what is bound to some, then the largest first.

    Pods are spread as Kubernetes does. Where some find no place although there would be enough in all, they are packed
    closely instead, as somebody would who wants them to fit.
    """
    spread = _place(footprint, machines, "spread")
    if not spread.pending or not _enough(footprint, machines):
        return spread
    packed = _place(footprint, machines, "packed")
    return packed if packed.waiting < spread.waiting else spread


def _enough(footprint: Footprint, machines: Sequence[Machine]) -> bool:
    wanted, there, pods = NOTHING, NOTHING, 0
    for demand in footprint.lasting:
        number = len(machines) if demand.per_machine else demand.pods
        wanted += demand.requests * number
        pods += number
    for machine in machines:
        there += machine.allocatable
    return wanted.cpu <= there.cpu and wanted.memory <= there.memory and pods <= MOST_PODS * len(machines)


Way = Literal["spread", "packed"]
"""How pods are placed: each to the machine with the fewest of its kind, then to the emptiest; or each to the fullest."""


def _place(footprint: Footprint, machines: Sequence[Machine], way: Way) -> Placement:
    found = Placement(seats=seats_of(machines))
    tainted = any(machine.taints for machine in machines)
    everywhere = [item for item in footprint.lasting if item.per_machine]
    for demand in everywhere:
        allowed = [seat for seat in found.seats if seat.machine.takes(demand.workload)]
        for seat in allowed:
            _add(found, demand, [seat], way)
    for demand in _in_order((item for item in footprint.lasting if not item.per_machine), machines):
        allowed = found.seats
        if tainted or demand.workload.node_selector:
            allowed = [seat for seat in found.seats if seat.machine.takes(demand.workload)]
        for _ in range(demand.pods):
            _add(found, demand, allowed, way)
    for unit, volume in footprint.volumes:
        _keep(found, unit, volume, None)
    return found


def _in_order(demands: Iterable[Demand], machines: Sequence[Machine]) -> list[Demand]:
    """Those that may not go anywhere first, then the largest by their greatest share of the lab."""
    cpu = sum(machine.allocatable.cpu for machine in machines) or 1
    memory = sum(machine.allocatable.memory for machine in machines) or 1

    def rank(demand: Demand) -> tuple[bool, float, str, str]:
        workload = demand.workload
        free = not (
            workload.node_selector
            or workload.apart == "required"
            or any(item.storage.node_bound for item in demand.volumes)
        )
        return free, -max(demand.requests.cpu / cpu, demand.requests.memory / memory), demand.unit, demand.name

    return sorted(demands, key=rank)


def move(found: Placement, demand: Demand) -> bool:
    """Put one pod on another machine, where its volumes need no room; if there is none, it waits."""
    seats = found.seats
    if demand.workload.node_selector or any(seat.machine.taints for seat in seats):
        seats = [seat for seat in seats if seat.machine.takes(demand.workload)]
    best = _best(demand, seats, (), "spread")
    if best is None:
        found.wait(demand, reason(demand, seats, ()))
        return False
    best.take(demand)
    return True


def _add(found: Placement, demand: Demand, seats: Sequence[Seat], way: Way) -> None:
    """Put one pod on one of some machines, with its volumes; if there is no room for both, it waits."""
    fresh = [item for item in demand.volumes if item.claim not in found.claims]
    shared = [found.claims[item.claim] for item in demand.volumes if item.claim in found.claims]
    for volume in fresh:
        if volume.storage.copies and not volume.storage.node_bound and not room_for(volume, found.seats):
            found.wait(demand, f"no machine has enough disk left for its volume {volume.name}")
            return
    tied = [item for item in shared if item.volume.storage.node_bound]
    if tied:
        seats = [seat for seat in seats if all(seat.machine.name in item.machines for item in tied)]
    bound = [item for item in fresh if item.storage.node_bound]
    best = _best(demand, seats, bound, way)
    if best is None:
        found.wait(
            demand, reason(demand, seats, bound) if seats or not tied else "its volumes lie on no machine for it"
        )
        return
    best.take(demand)
    own = [_keep(found, demand.unit, item, best) for item in fresh]
    found.placed.append(Placed(demand=demand, machine=best.machine.name, volumes=(*own, *shared)))


def _best(demand: Demand, seats: Iterable[Seat], bound: Sequence[Volume], way: Way) -> Seat | None:
    """The machine that a pod goes to, if one has room; of equals the first. A large lab asks this some ten thousand times."""
    required = demand.workload.apart == "required"
    needs, own = demand.requests, id(demand)
    cpu, memory, disk = needs.cpu, needs.memory, needs.disk
    best: Seat | None = None
    fewest, least = 0, 0.0
    for seat in seats:
        if seat.cpu < cpu or seat.memory < memory or seat.disk < disk or seat.pods <= 0:
            continue
        if bound and not seat.fits(needs, bound):
            continue
        held = seat.held.get(own, 0)
        if required and held:
            continue
        there = seat.machine.allocatable
        full = 1 - (seat.cpu - cpu) / there.cpu if there.cpu else 1.0
        other = 1 - (seat.memory - memory) / there.memory if there.memory else 1.0
        # How full the machine would be with one more pod, by its fullest resource.
        full = other if other > full else full
        if way == "packed":
            held, full = 0, -full
        if best is None or held < fewest or (held == fewest and full < least):
            best, fewest, least = seat, held, full
    return best


def _keep(found: Placement, unit: str, volume: Volume, pod: Seat | None) -> Kept:
    """Give a volume its room: where its pod is, or as many machines as it has copies."""
    copies = volume.storage.copies
    if volume.storage.node_bound:
        seats = [pod] if pod is not None else room_for(volume, found.seats)[:1]
        size = bytes_of([volume])
    else:
        seats = room_for(volume, found.seats)[:copies]
        size = volume.size
    for seat in seats:
        seat.keep(volume, size)
    kept = Kept(unit=unit, volume=volume, machines=tuple(seat.machine.name for seat in seats))
    found.kept.append(kept)
    if volume.claim:
        found.claims[volume.claim] = kept
    return kept


def requested(seat: Seat) -> Amounts:
    """What the pods and volumes on a machine take together."""
    there = seat.machine.allocatable
    disk = seat.disk if seat.machine.disk else 0
    return Amounts(there.cpu - seat.cpu, there.memory - seat.memory, there.disk - disk)
