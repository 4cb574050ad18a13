"""One object on its way into the tree."""

from __future__ import annotations

from dataclasses import dataclass

from ..constructs import UnitChart
from ..model import Body, GroupKind, ObjectKey

__all__ = ["Item"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Item:
    """An object, the construct that made it, and the component or app that it belongs to."""

    body: Body
    path: str
    chart: UnitChart
    key: ObjectKey
    observes: bool = False
    """Whether it only watches what runs."""

    @property
    def group_kind(self) -> GroupKind:
        """The kind without version and name."""
        return self.key.group_kind
