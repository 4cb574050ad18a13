"""What Flux is told about single objects."""

from __future__ import annotations

from ..constructs import PRUNE_ANNOTATION
from ..model import Body
from ..rollout._read import at

__all__ = ["is_forced", "is_guarded", "is_protected"]

_GROUP = "kustomize.toolkit.fluxcd.io"


def is_protected(body: Body) -> bool:
    """Whether somebody said that Flux must not delete it when it leaves the tree."""
    return _has(body, PRUNE_ANNOTATION, "disabled")


def is_guarded(body: Body) -> bool:
    """Whether Flux does not delete it, for whatever reason (source: `deleteObjects` of kustomize-controller)."""
    return is_protected(body) or _has(body, f"{_GROUP}/reconcile", "disabled") or _has(body, f"{_GROUP}/ssa", "ignore")


def is_forced(body: Body) -> bool:
    """Whether Flux deletes it and makes it anew where a field must not change."""
    return _has(body, f"{_GROUP}/force", "enabled")


def _has(body: Body, name: str, value: str) -> bool:
    metadata = at(body, "metadata")
    return any(
        str(at(metadata, field).get(name, "")).lower() == value
        for field in ("annotations", "labels")
        if name in at(metadata, field)
    )
