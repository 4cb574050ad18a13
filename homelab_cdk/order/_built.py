"""A lab that is built and ordered: what rules look at, and what is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ..constructs import KnownFacts, Lab
from ..model import GroupKind, ObjectKey, Release
from ..schemas import SchemaSources
from ._item import Item
from ._unit import Unit

__all__ = ["Beyond", "Built"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Beyond:
    """What a tree that was not made from a lab does not show.

    Attributes:
        variables: by object, the names of the variables in it that Flux gives a value which is not in the tree.
        adrift: by namespace, who puts objects there that name none, where it is not known whether that is the one.
        hashed: ConfigMaps and Secrets whose name changes with what they hold, and with it every reference to them.
        own: kind, namespace and name of what Flux reads the tree itself from.
        sources: what brings objects from outside of the tree: the construct's path, what it is, and why it is not known.
    """

    variables: Mapping[Item, frozenset[str]] = field(default_factory=dict)
    adrift: Mapping[str, str] = field(default_factory=dict)
    hashed: frozenset[Item] = frozenset()
    own: frozenset[tuple[str, str, str]] = frozenset()
    sources: tuple[tuple[str, str, str], ...] = ()


@dataclass(kw_only=True, eq=False)
class Built:
    """The lab, its units in the order of the lab, and every object in them.

    `schemas` says where rules may take schemas from beside the lab itself.
    """

    lab: Lab
    units: list[Unit]
    schemas: SchemaSources = field(default_factory=SchemaSources)
    is_bare: bool = False
    """Whether there is nothing behind the objects: they were read from a tree, and the lab only holds them."""
    beyond: Beyond = field(default_factory=Beyond)

    @cached_property
    def items(self) -> list[Item]:
        """All objects of all units."""
        return [item for unit in self.units for item in unit.items]

    @cached_property
    def by_key(self) -> dict[ObjectKey, Item]:
        """Objects by identity; of two with one identity the first."""
        found: dict[ObjectKey, Item] = {}
        for item in self.items:
            found.setdefault(item.key, item)
        return found

    @cached_property
    def by_kind(self) -> dict[GroupKind, list[Item]]:
        """Objects by group and kind, those of each in the order of the lab."""
        found: dict[GroupKind, list[Item]] = {}
        for item in self.items:
            found.setdefault(item.key.group_kind, []).append(item)
        return found

    def of(self, group: str, *kinds: str) -> list[Item]:
        """The objects of some kinds of one API group."""
        return [item for kind in kinds for item in self.by_kind.get(GroupKind(group, kind), ())]

    @cached_property
    def unit_of(self) -> dict[Item, Unit]:
        """The unit of each object."""
        return {item: unit for unit in self.units for item in unit.items}

    @cached_property
    def releases(self) -> list[tuple[Release, KnownFacts]]:
        """Every chart that the lab installs, with what is known of it."""
        return [(release, chart.facts(release)) for chart in self.lab.unit_charts for release in chart.releases]
