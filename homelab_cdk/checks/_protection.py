"""What Flux never deletes."""

from __future__ import annotations

from ..constructs import PRUNE_ANNOTATION
from ..order import Item
from ._read import at

__all__ = ["is_protected"]


def is_protected(item: Item) -> bool:
    """Whether Flux leaves an object in the cluster when it leaves the tree."""
    return any(
        at(item.body, "metadata", field).get(PRUNE_ANNOTATION) == "disabled" for field in ("annotations", "labels")
    )
