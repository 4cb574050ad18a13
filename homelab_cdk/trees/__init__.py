"""Any tree of files as kustomize and Flux read it: what of it is applied to which cluster, and what it does not show."""

from __future__ import annotations

from ._clusters import Cluster, Group, clusters_of
from ._entries import Reader
from ._files import Files, fresh, is_listing, items_of, no_object
from ._made import Made, Making, Outside

__all__ = [
    "Cluster",
    "Files",
    "Group",
    "Made",
    "Making",
    "Outside",
    "Reader",
    "clusters_of",
    "fresh",
    "is_listing",
    "items_of",
    "no_object",
]
