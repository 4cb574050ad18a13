"""What a footprint wants, whether it finds a place or not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ._amounts import NOTHING, Amounts
from ._footprint import Footprint, Volume
from ._machines import Machine

__all__ = ["wanted_by_unit", "wanted_in_all"]


def wanted_by_unit(footprint: Footprint, machines: Sequence[Machine]) -> dict[str, Amounts]:
    """What the pods of each unit request on all machines, and its volumes with every copy that their class keeps.

    A volume that several pods share counts once, for the unit that mounts it first.
    """
    found: dict[str, Amounts] = {}
    claimed: set[str] = set()
    for demand in footprint.lasting:
        pods = sum(machine.takes(demand.workload) for machine in machines) if demand.per_machine else demand.pods
        own = demand.requests * pods + _volumes(demand.volumes, pods, claimed)
        found[demand.unit] = found.get(demand.unit, NOTHING) + own
    for unit, volume in footprint.volumes:
        found[unit] = found.get(unit, NOTHING) + _volumes([volume], 1, claimed)
    return found


def wanted_in_all(footprint: Footprint, machines: Sequence[Machine]) -> Amounts:
    """The same for the whole lab."""
    return sum(wanted_by_unit(footprint, machines).values(), NOTHING)


def _volumes(volumes: Iterable[Volume], pods: int, claimed: set[str]) -> Amounts:
    size = 0
    for volume in volumes if pods else ():
        if not volume.claim:
            size += volume.size * volume.storage.copies * pods
        elif volume.claim not in claimed:
            claimed.add(volume.claim)
            size += volume.size * volume.storage.copies
    return Amounts(disk=size)
