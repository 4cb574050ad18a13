"""What Flux is told about single objects."""

from __future__ import annotations

from ..constructs import PRUNE_ANNOTATION
from ..model import Body, at

__all__ = ["is_forced", "is_left_alone", "is_never_applied", "is_protected"]

_GROUP = "kustomize.toolkit.fluxcd.io"


def is_protected(body: Body) -> bool:
    """Whether Flux keeps it in the cluster when it leaves the tree (source: `deleteObjects` of kustomize-controller)."""
    return _has(body, PRUNE_ANNOTATION, "disabled")


def is_never_applied(body: Body) -> bool:
    """Whether Flux does not apply it at all (source: `shouldSkipApply` of fluxcd/pkg/ssa).

    That does not keep it from being deleted: Flux looks for the annotation on the object in the cluster, and what is not
    applied never gets it.
    """
    return _has(body, f"{_GROUP}/reconcile", "disabled") or _has(body, f"{_GROUP}/ssa", "ignore")


def is_left_alone(body: Body) -> bool:
    """Whether Flux does not touch it once it is in the cluster."""
    return is_never_applied(body) or _has(body, f"{_GROUP}/ssa", "ifnotpresent")


def is_forced(body: Body) -> bool:
    """Whether Flux deletes it and makes it anew where a field must not change."""
    return _has(body, f"{_GROUP}/force", "enabled")


def _has(body: Body, name: str, value: str) -> bool:
    metadata = at(body, "metadata")
    # A loop: this is asked of every object.
    for field in ("annotations", "labels"):
        pairs = at(metadata, field)
        if name in pairs and str(pairs[name]).lower() == value:
            return True
    return False
