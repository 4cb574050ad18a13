"""From objects to units in an order that Flux can follow."""

from __future__ import annotations

from ._arrange import arrange
from ._graph import find_cycle, levels, reduced
from ._item import Item
from ._owners import FLUX_GROUPS, STANDING_NAMESPACES, Owners
from ._unit import Reason, Unit

__all__ = [
    "FLUX_GROUPS",
    "STANDING_NAMESPACES",
    "Item",
    "Owners",
    "Reason",
    "Unit",
    "arrange",
    "find_cycle",
    "levels",
    "reduced",
]
