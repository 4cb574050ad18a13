"""Backups: who keeps copies of what the lab would miss."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from ._capability import Capability
from ._claim import BucketStore

if TYPE_CHECKING:
    from ._unit_chart import UnitChart

__all__ = ["Backups", "store_for_backups"]


class Backups(Capability):
    """Copies of objects and volumes, made by themselves.

    Attributes:
        store: where the copies lie.
    """

    title = "backups"

    def __init__(self, *, name: str, store: BucketStore, provider: UnitChart | None = None) -> None:
        """Describe where the copies lie."""
        super().__init__(name=name, provider=provider)
        self.store = store

    @abstractmethod
    def back_up(self, owner: UnitChart, namespace: str) -> None:
        """Make copies of a namespace in which the owner holds data, and of its volumes if `owner.copy_volumes`."""


def store_for_backups(consumer: UnitChart, *, name: str | None = None) -> BucketStore | None:
    """Where copies are safest: the store of this name, else the first that lies outside of the lab, else the first.

    Raises:
        CapabilityError: nothing of this name provides buckets.
    """
    if name is not None:
        return consumer.require(BucketStore, name=name)
    stores = consumer.surroundings.capabilities.all(BucketStore)
    return next((store for store in stores if not store.in_lab), stores[0] if stores else None)
