"""What a change of the tree does to one object."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..model import ObjectKey
from ._tree import Placed

__all__ = ["Cause", "Change", "What"]

What = Literal["create", "change", "adopt", "recreate", "delete", "orphan", "refuse"]
"""`adopt`: another Kustomization takes it over as it is. `orphan`: it stays in the cluster and nothing looks after it any
more. `refuse`: the API server does not take the change, and the whole Kustomization stands still."""

Cause = Literal["", "left", "moved", "renamed", "home", "kind", "release", "forced"]
"""Why something is deleted: it `left` the tree, `moved` to another Kustomization, its own Kustomization was `renamed` or
moved, its namespace (`home`) or the definition of its `kind` is deleted, it is a `release` of another identity, or Flux is
told to force a change (`forced`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What happens to one object.

    Attributes:
        key: the object.
        what: what happens to it.
        because: why, in words that follow those for what happens; empty where it goes without saying.
        cause: what sort of reason that is, where it is deleted.
        before: the object as it was; nothing where it is new.
        after: the object as it will be; nothing where it is gone.
    """

    key: ObjectKey
    what: What
    because: str = ""
    cause: Cause = ""
    before: Placed | None = None
    after: Placed | None = None
