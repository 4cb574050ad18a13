"""What Flux never deletes."""

from __future__ import annotations

from ..order import Item
from ._read import at

__all__ = ["PRUNE", "is_protected"]

PRUNE = "kustomize.toolkit.fluxcd.io/prune"
"""The annotation (or label) that keeps an object in the cluster when it leaves the tree."""


def is_protected(item: Item) -> bool:
    """Whether Flux leaves an object in the cluster when it leaves the tree."""
    return any(at(item.body, "metadata", field).get(PRUNE) == "disabled" for field in ("annotations", "labels"))
