"""Units: what one Flux Kustomization applies together, and what it waits for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ..constructs import UnitChart
from ..model import Body, Layer
from ._item import Item

__all__ = ["Reason", "Unit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a unit waits for another.

    `because` is one of `crd`, `webhook`, `namespace`, `capability`, `companion`; `subject` is the object or construct that
    needs it and `detail` what it needs, both in words for people.
    """

    because: Literal["crd", "webhook", "namespace", "capability", "companion"]
    subject: str
    detail: str

    def __str__(self) -> str:
        return f"{self.subject}: {self.detail}"


@dataclass(slots=True, kw_only=True, eq=False)
class Unit:
    """The manifests of one folder of `generated/`.

    A component is one unit, or two where some of its objects need CRDs or webhooks that its own release brings, or only watch
    what it runs: those stand in `<name>-config`.
    """

    name: str
    layer: Layer
    chart: UnitChart
    config: bool
    items: list[Item] = field(default_factory=list)
    depends_on: dict[str, list[Reason]] = field(default_factory=dict)
    written: Body | None = None
    """Its Flux Kustomization, where that is written already: in a tree that was not made from a lab."""
    by_hand: bool = False
    """Whether nothing in such a tree applies it, so that it is not known who does, and how."""
    _known: set[tuple[str, Reason]] = field(default_factory=set, init=False, repr=False)
    """What `depends_on` holds: a unit may have thousands of objects with a reason each."""

    @property
    def folder(self) -> str:
        """Its folder below `generated/`."""
        return f"{self.layer}/{self.name}"

    def wait_for(self, other: Unit, reason: Reason) -> None:
        """Add an edge, unless it would point at itself."""
        if other is not self and (other.name, reason) not in self._known:
            self._known.add((other.name, reason))
            self.depends_on.setdefault(other.name, []).append(reason)
