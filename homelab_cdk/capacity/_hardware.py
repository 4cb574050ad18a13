"""A lab's machines beside the reference hardware."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..model import DiskKind, Node

__all__ = ["REFERENCE", "Comparison", "Reference", "compare"]

_GB, _TB = 10**9, 10**12


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Hardware for a whole lab; memory and disk in bytes, the link in megabits per second."""

    name: str
    cores: int
    memory: int
    disk: int
    kind: DiskKind
    link: int


REFERENCE = (
    Reference(name="minimum", cores=8, memory=32 * _GB, disk=_TB, kind="ssd", link=1000),
    Reference(name="recommended", cores=16, memory=64 * _GB, disk=2 * _TB, kind="nvme", link=10_000),
)
"""The reference hardware, the smaller first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One line of the reference hardware for a whole lab: what is there, what is the least, what is recommended.

    `unit` is `cores`, `GB`, `TB` or `GbE`; sizes are whole numbers of bytes, cores and megabits per second.
    """

    name: str
    unit: str
    has: int
    minimum: int
    recommended: int
    known: bool = True

    def missing(self, wanted: int) -> int:
        """How much is missing; nothing where the lab does not say what it has."""
        return max(0, wanted - self.has) if self.known else 0


def compare(nodes: Sequence[Node]) -> tuple[Comparison, ...]:
    """All machines together against 8 cores, 32 GB, 1 TB SSD and 1 GbE, and 16 cores, 64 GB, 2 TB NVMe and 10 GbE."""
    least, better = REFERENCE
    disks = [disk for node in nodes for disk in node.disks]
    fast = sum(disk.size for disk in disks if disk.kind in ("ssd", "nvme"))
    fastest = sum(disk.size for disk in disks if disk.kind == "nvme")
    declared = bool(disks)
    cores = sum(node.cores for node in nodes)
    memory = sum(node.memory for node in nodes)
    link = min(node.link for node in nodes)
    return (
        Comparison(name="cores", unit="cores", has=cores, minimum=least.cores, recommended=better.cores),
        Comparison(name="memory", unit="GB", has=memory, minimum=least.memory, recommended=better.memory),
        Comparison(
            name="SSD or NVMe", unit="TB", has=fast, minimum=least.disk, recommended=better.disk, known=declared
        ),
        Comparison(name="NVMe", unit="TB", has=fastest, minimum=0, recommended=better.disk, known=declared),
        Comparison(name="slowest link", unit="GbE", has=link, minimum=least.link, recommended=better.link),
    )
