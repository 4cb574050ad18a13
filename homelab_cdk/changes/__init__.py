"""What a change of the tree does to the cluster: what is created, changed, made anew, deleted, left behind or refused."""

from __future__ import annotations

from ._change import EFFECTS, Cause, Change, What
from ._data import loss, release_loss
from ._difference import Difference, compare, difference_of
from ._fields import CLASS_FIELD, SIZE_FIELD, FieldChange, immutable_changes
from ._guards import is_protected
from ._release import identity_changes, version_of
from ._tree import ROOT, Placed, Tree
from ._volumes import VolumeChange, class_changes, released_changes, shrinkages

__all__ = [
    "CLASS_FIELD",
    "EFFECTS",
    "ROOT",
    "SIZE_FIELD",
    "Cause",
    "Change",
    "Difference",
    "FieldChange",
    "Placed",
    "Tree",
    "VolumeChange",
    "What",
    "class_changes",
    "compare",
    "difference_of",
    "identity_changes",
    "immutable_changes",
    "is_protected",
    "loss",
    "release_loss",
    "released_changes",
    "shrinkages",
    "version_of",
]
