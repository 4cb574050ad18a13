"""What becomes of a lab when one machine is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ._machines import Machine
from ._place import Kept, Pending, Placement, move

__all__ = ["Loss", "without"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """The lab without one machine.

    Attributes:
        machine: the one that is lost.
        control_plane: whether the API server still answers; if not, nothing starts anywhere else.
        moved: pods that start on other machines.
        pending: pods that find no place there, and why.
        down: pods that wait for the machine to come back, and why.
        degraded: volumes that have lost a copy and still have another.
    """

    machine: str
    control_plane: bool
    moved: int
    pending: tuple[Pending, ...]
    down: tuple[Pending, ...]
    degraded: int

    @property
    def fits(self) -> bool:
        """Whether everything that can move finds a place."""
        return self.control_plane and not self.pending

    @property
    def lacking_room(self) -> tuple[Pending, ...]:
        """What finds no place for lack of room; not the members of a quorum, which do without the one that keeps apart."""
        return tuple(item for item in self.pending if not item.for_apartness)


def without(placement: Placement, lost: Machine, machines: Sequence[Machine]) -> Loss:
    """The lab without one machine: pods of other machines stay where they are, as Kubernetes leaves them."""
    name = lost.name
    kept = [item for item in placement.kept if name in item.machines]
    gone = {id(item) for item in kept if item.machines == (name,)}
    control_plane = _answers(machines, lost)
    left = Placement(
        seats=[seat.copy() for seat in placement.seats if seat.machine is not lost], claims=dict(placement.claims)
    )
    down = Placement(seats=[])
    moved = 0
    for item in placement.placed:
        missing = next((volume for volume in item.volumes if id(volume) in gone), None) if gone else None
        if missing is not None:
            down.wait(item.demand, _lies(missing, name))
        elif item.machine == name and not item.demand.per_machine:
            if control_plane:
                moved += move(left, item.demand)
            else:
                down.wait(item.demand, f"without {name} there is no API server, so nothing starts elsewhere")
    return Loss(
        machine=name,
        control_plane=control_plane,
        moved=moved,
        pending=tuple(left.pending),
        down=tuple(down.pending),
        degraded=len(kept) - len(gone),
    )


def _answers(machines: Sequence[Machine], lost: Machine) -> bool:
    """Whether enough servers are left for etcd to agree: more than half of all."""
    servers = sum(machine.server for machine in machines)
    return not lost.server or (servers - 1) * 2 > servers


def _lies(kept: Kept, machine: str) -> str:
    return f"its volume {kept.volume.name} lies on {machine} alone"
