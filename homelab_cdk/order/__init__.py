"""From objects to units in an order that Flux can follow."""

from __future__ import annotations

from ._arrange import arrange
from ._built import Beyond, Built
from ._graph import find_cycle, levels, reduced
from ._item import Item
from ._kustomization import FLUX_NAMESPACE, SOURCE, kustomization_of, waits_for
from ._once import once
from ._owners import FLUX_GROUPS, OPERATOR_GROUP, Owners, plural_of
from ._proof import ReleaseProof, proofs
from ._shown import SHOWN, with_objects
from ._unit import Reason, Unit

__all__ = [
    "FLUX_GROUPS",
    "FLUX_NAMESPACE",
    "OPERATOR_GROUP",
    "SHOWN",
    "SOURCE",
    "Beyond",
    "Built",
    "Item",
    "Owners",
    "Reason",
    "ReleaseProof",
    "Unit",
    "arrange",
    "find_cycle",
    "kustomization_of",
    "levels",
    "once",
    "plural_of",
    "proofs",
    "reduced",
    "waits_for",
    "with_objects",
]
