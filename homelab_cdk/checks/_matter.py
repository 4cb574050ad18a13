"""What a change is about: objects that nobody can make again as they were, and those that others live by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ..changes import Change, Difference, Tree, loss
from ..model import GroupKind, ObjectKey

__all__ = ["FOUNDATIONS", "listed", "moved_home", "renamed_units", "short", "stake"]

FOUNDATIONS = {
    GroupKind("", "Namespace"): "everything that lives in it",
    GroupKind("apiextensions.k8s.io", "CustomResourceDefinition"): "every object of its kind",
    GroupKind("helm.toolkit.fluxcd.io", "HelmRelease"): "everything that its chart makes, until it is installed again",
    GroupKind("kustomize.toolkit.fluxcd.io", "Kustomization"): "everything that it applies",
    GroupKind("storage.k8s.io", "StorageClass"): "the class that claims name",
}
"""What goes with objects that others live by."""

_ENOUGH = 0.6
"""Of the objects of a Kustomization that goes, how many another one has under its own name, so that it is a new name."""


_Applied = tuple[str, str, str, str]
"""Group, kind, namespace and name, with `*` for the name of the Kustomization."""


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


def renamed_units(difference: Difference) -> dict[ObjectKey, ObjectKey]:
    """Kustomizations that go while another of much the same content comes: the old one and the new one."""
    # Many have one shape, and most that go have nothing in common with those that come.
    firsts: dict[frozenset[_Applied], ObjectKey] = {}
    for change in difference.of("create"):
        if change.key in difference.after.units:
            firsts.setdefault(_shape(difference.after, change.key), change.key)
    holders: dict[_Applied, list[int]] = {}
    for number, shape in enumerate(firsts):
        for applied in shape:
            holders.setdefault(applied, []).append(number)
    new = list(firsts.values())
    found: dict[ObjectKey, ObjectKey] = {}
    for change in difference.of("delete", "orphan") if new else ():
        was = _shape(difference.before, change.key)
        shared = Counter(number for applied in was for number in holders.get(applied, ()))
        alike = [number for number, count in shared.items() if count / len(was) >= _ENOUGH]
        if alike:
            found[change.key] = new[min(alike)]
    return found


def _shape(tree: Tree, unit: ObjectKey) -> frozenset[_Applied]:
    """What a Kustomization applies, whatever it is called."""
    return frozenset(
        (key.group, key.kind, key.namespace.replace(unit.name, "*"), key.name.replace(unit.name, "*"))
        for key in (item.key for item in tree.by_unit.get(unit, ()))
    )


def listed(keys: Iterable[ObjectKey], most: int = 5) -> str:
    """Objects in a row, the first few by name."""
    names = [short(key) for key in sorted(keys)]
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def short(key: ObjectKey) -> str:
    """An object as people write it: without the group, and without the namespace of Flux' own."""
    where = f"{key.namespace}/" if key.namespace and key.group != "kustomize.toolkit.fluxcd.io" else ""
    return f"{key.kind} {where}{key.name}"
