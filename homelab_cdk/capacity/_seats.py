"""Machines while they are being filled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ._amounts import Amounts
from ._footprint import Demand, Volume
from ._machines import MOST_PODS, Machine

__all__ = ["TOO_FEW", "Seat", "bytes_of", "reason", "room_for", "seats_of"]

TOO_FEW = "its pods have to be on different machines, and there are too few"
"""Why pods that keep apart wait where each machine has one already: no room would help."""

_BOUNDLESS = 1 << 62
"""The free disk of a machine whose disks are not declared."""


@dataclass(slots=True, kw_only=True, eq=False)
class Seat:
    """A machine with what is left of it."""

    machine: Machine
    cpu: int
    memory: int
    disk: int
    pods: int = MOST_PODS
    held: dict[int, int] = field(default_factory=dict)
    """How many pods of each demand it has, by the demand's identity."""
    volumes: dict[str, int] = field(default_factory=dict)
    """Bytes of volumes by StorageClass."""

    def copy(self) -> Seat:
        """The same with room of its own."""
        return Seat(
            machine=self.machine,
            cpu=self.cpu,
            memory=self.memory,
            disk=self.disk,
            pods=self.pods,
            held=dict(self.held),
            volumes=dict(self.volumes),
        )

    def fits(self, needs: Amounts, bound: Sequence[Volume]) -> bool:
        """Whether one more pod has room, with the volumes that lie where it runs."""
        if self.cpu < needs.cpu or self.memory < needs.memory or self.disk < needs.disk or self.pods <= 0:
            return False
        return not bound or (
            self.disk >= needs.disk + bytes_of(bound) and all(self.space(item) >= bytes_of([item]) for item in bound)
        )

    def take(self, demand: Demand) -> None:
        """Run one more pod."""
        self.cpu -= demand.requests.cpu
        self.memory -= demand.requests.memory
        self.disk -= demand.requests.disk
        self.pods -= 1
        self.held[id(demand)] = self.held.get(id(demand), 0) + 1

    def space(self, volume: Volume) -> int:
        """Bytes that volumes of a class may still take: what is free, within the share that the class leaves alone."""
        if not self.machine.disk:
            return self.disk
        allowed = self.machine.disk * (100 - volume.storage.reserve) // 100
        return min(self.disk, allowed - self.volumes.get(volume.storage.name, 0))

    def keep(self, volume: Volume, size: int) -> None:
        """Give a volume, or a copy of one, its bytes."""
        self.disk -= size
        self.volumes[volume.storage.name] = self.volumes.get(volume.storage.name, 0) + size


def seats_of(machines: Iterable[Machine]) -> list[Seat]:
    """Empty machines."""
    return [
        Seat(
            machine=machine,
            cpu=machine.allocatable.cpu,
            memory=machine.allocatable.memory,
            disk=machine.allocatable.disk if machine.disk else _BOUNDLESS,
        )
        for machine in machines
    ]


def bytes_of(volumes: Iterable[Volume]) -> int:
    """The bytes that volumes take where all their copies lie on one machine."""
    return sum(item.size * item.storage.copies for item in volumes)


def room_for(volume: Volume, seats: Iterable[Seat]) -> list[Seat]:
    """The machines that can hold a copy of a volume, those with most free disk first."""
    fitting = [seat for seat in seats if seat.space(volume) >= volume.size]
    return sorted(fitting, key=lambda seat: -seat.space(volume))


def reason(demand: Demand, seats: Sequence[Seat], bound: Sequence[Volume]) -> str:
    """Why a pod finds no place."""
    allowed = [seat for seat in seats if seat.machine.takes(demand.workload)]
    if not allowed:
        wanted = ", ".join(f"{key}={value}" for key, value in demand.workload.node_selector)
        return f"no machine has the labels {wanted}" if wanted else "it tolerates the taints of no machine"
    if demand.workload.apart == "required":
        allowed = [seat for seat in allowed if id(demand) not in seat.held]
        if not allowed:
            return TOO_FEW
    needs = demand.requests
    short = [
        name
        for name, is_short in (
            ("memory", all(seat.memory < needs.memory for seat in allowed)),
            ("CPU", all(seat.cpu < needs.cpu for seat in allowed)),
            ("disk", all(seat.disk < needs.disk + bytes_of(bound) for seat in allowed)),
            ("place for one more pod", all(seat.pods <= 0 for seat in allowed)),
        )
        if is_short
    ]
    lacking = " and ".join(short) or "of everything at once"
    if len(allowed) == 1:
        return f"{allowed[0].machine.name} has not enough {lacking} left"
    return f"no machine has enough {lacking} left"
