"""What a proof found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..model import Body, LockEntry
from ._chart import ChartTree
from ._facts import RenderedObject

__all__ = ["ProofFinding", "ProofReport"]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class ProofFinding:
    """One thing that is wrong, or worth knowing: where it stands, what it is, and what was probably meant.

    `construct` is the path of the construct that set it, `path` the place within its values or its object
    (dotted, list items as `[0]`), `suggestion` the fix where one is known.
    """

    construct: str
    path: str
    message: str
    suggestion: str = ""

    def __str__(self) -> str:
        where = f"{self.construct}: {self.path}" if self.path else self.construct
        return f"{where}: {self.message}" + (f"; {self.suggestion}" if self.suggestion else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofReport:
    """The outcome of `prove`.

    `entries` holds what goes into the lock, by construct: only releases without problems. `problems` are
    refused; `notes` are told (upstream's own slips, objects that differ in each render). `seconds` says how
    long each release took. `objects` are what comes out of each release, `outputs` the files of those whose output stands
    in the tree, `trees` the charts as they were read, by the digests of the lock.
    `crds` are the CustomResourceDefinitions that each release brings, by construct.
    """

    entries: Mapping[str, LockEntry] = field(default_factory=dict)
    objects: Mapping[str, tuple[RenderedObject, ...]] = field(default_factory=dict)
    outputs: Mapping[str, str] = field(default_factory=dict)
    trees: Mapping[str, ChartTree] = field(default_factory=dict)
    problems: tuple[ProofFinding, ...] = ()
    notes: tuple[ProofFinding, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    crds: Mapping[str, tuple[Body, ...]] = field(default_factory=dict)

    @property
    def open_paths(self) -> tuple[tuple[str, str], ...]:
        """Construct and value path of all that was set below an open map, which nothing describes."""
        return tuple((name, path) for name, entry in self.entries.items() for path in entry.paths.open)
