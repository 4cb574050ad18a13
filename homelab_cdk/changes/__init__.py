"""What a change of the tree does to the cluster: what is created, changed, made anew, deleted, left behind or refused."""

from __future__ import annotations

from ._change import Cause, Change, What
from ._data import DATABASES, loss, release_loss
from ._difference import Difference, compare, difference_of
from ._downtime import Down, downtime
from ._fields import CLASS_FIELD, SIZE_FIELD, FieldChange, immutable_changes
from ._guards import is_forced, is_protected
from ._history import Base, Missing, blob_id, committed_files, find_base, read_blobs
from ._release import ReleaseIdentity, chart_of, identity_changes, identity_of, version_of
from ._steps import Steps, Unit, steps_of
from ._tree import ROOT, Placed, Tree
from ._volumes import VolumeChange, class_changes, released_changes, shrinkages

__all__ = [
    "CLASS_FIELD",
    "DATABASES",
    "ROOT",
    "SIZE_FIELD",
    "Base",
    "Cause",
    "Change",
    "Difference",
    "Down",
    "FieldChange",
    "Missing",
    "Placed",
    "ReleaseIdentity",
    "Steps",
    "Tree",
    "Unit",
    "VolumeChange",
    "What",
    "blob_id",
    "chart_of",
    "class_changes",
    "committed_files",
    "compare",
    "difference_of",
    "downtime",
    "find_base",
    "identity_changes",
    "identity_of",
    "immutable_changes",
    "is_forced",
    "is_protected",
    "loss",
    "read_blobs",
    "release_loss",
    "released_changes",
    "shrinkages",
    "steps_of",
    "version_of",
]
