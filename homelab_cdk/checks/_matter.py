"""What a change is about: objects that nobody can make again as they were, and those that others live by."""

from __future__ import annotations

from collections.abc import Iterable

from ..changes import Change, Difference, loss
from ..model import GroupKind, ObjectKey

__all__ = ["FOUNDATIONS", "listed", "moved_home", "stake"]

FOUNDATIONS = {
    GroupKind("", "Namespace"): "everything that lives in it",
    GroupKind("apiextensions.k8s.io", "CustomResourceDefinition"): "every object of its kind",
    GroupKind("helm.toolkit.fluxcd.io", "HelmRelease"): "everything that its chart makes, until it is installed again",
    GroupKind("kustomize.toolkit.fluxcd.io", "Kustomization"): "everything that it applies",
    GroupKind("storage.k8s.io", "StorageClass"): "the class that claims name",
}
"""What goes with objects that others live by."""


def stake(change: Change, difference: Difference) -> str:
    """What goes with the object as it was; empty where nothing does that matters."""
    if change.before is None:
        return ""
    return loss(change.before, difference.before) or FOUNDATIONS.get(change.key.group_kind, "")


def moved_home(difference: Difference) -> dict[ObjectKey, ObjectKey]:
    """Objects that come back in another namespace: the old identity and the new one."""
    new: dict[tuple[GroupKind, str], ObjectKey] = {}
    for change in difference.of("create"):
        if change.key.namespace:
            new.setdefault((change.key.group_kind, change.key.name), change.key)
    found: dict[ObjectKey, ObjectKey] = {}
    for change in difference.of("delete", "orphan"):
        target = new.get((change.key.group_kind, change.key.name))
        if target is not None and change.key.namespace:
            found[change.key] = target
    return found


def listed(keys: Iterable[ObjectKey], most: int = 5) -> str:
    """Objects in a row, the first few by name."""
    names = [str(key) for key in sorted(keys)]
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
