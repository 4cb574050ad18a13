"""What Flux never deletes."""

from __future__ import annotations

from .. import changes
from ..order import Item

__all__ = ["is_protected"]


def is_protected(item: Item) -> bool:
    """Whether Flux leaves an object in the cluster when it leaves the tree."""
    return changes.is_protected(item.body)
