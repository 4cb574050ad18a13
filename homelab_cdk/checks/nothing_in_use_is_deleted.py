"""Nothing is deleted that others live by."""

from __future__ import annotations

from collections.abc import Iterable

from ..changes import Change, Difference, loss
from ..model import GroupKind, ObjectKey
from ._matter import listed
from ._read import at
from ._rule import ChangeFound, change_rule

_CRD = GroupKind("apiextensions.k8s.io", "CustomResourceDefinition")
_NAMESPACE = GroupKind("", "Namespace")
_STORAGE_CLASS = GroupKind("storage.k8s.io", "StorageClass")


@change_rule("HL851", "nothing_in_use_is_deleted")
def nothing_in_use_is_deleted(difference: Difference) -> ChangeFound:
    """Nothing is deleted that others live by.

    With a Namespace goes everything in it, the tree's or not; with a CustomResourceDefinition every object of its kind; a
    claim that names a StorageClass which is gone is never bound. A Namespace is only asked about where something in it holds
    data, or still lives there.
    """
    for change in difference.of("delete"):
        match change.key.group_kind:
            case kind if kind == _NAMESPACE:
                inside = list(_data_in(difference, change.key.name))
                still = difference.after.by_namespace.get(change.key.name, ())
                if inside or still:
                    what = (
                        f"data of {listed(inside)}" if inside else f"{listed(item.key for item in still)}, which stays"
                    )
                    yield (
                        "delete",
                        change.key,
                        f"it is deleted, because {change.because}; with it goes everything in it, also {what}",
                    )
            case kind if kind == _CRD:
                count = _of_kind(difference, change)
                yield (
                    "delete",
                    change.key,
                    f"it is deleted, because {change.because}; with it goes every object of its kind: {count} of the tree and"
                    " all that others made",
                )
            case kind if kind == _STORAGE_CLASS:
                yield (
                    "delete",
                    change.key,
                    f"it is deleted, because {change.because}; volumes that exist go on, but no claim that names it is bound"
                    " and none grows any more",
                )


def _data_in(difference: Difference, namespace: str) -> Iterable[ObjectKey]:
    for item in difference.before.by_namespace.get(namespace, ()):
        if loss(item, difference.before):
            yield item.key


def _of_kind(difference: Difference, change: Change) -> int:
    spec = at(change.before.body if change.before else {}, "spec")
    kind = GroupKind(str(spec.get("group")), str(at(spec, "names").get("kind")))
    return len(difference.before.by_kind.get(kind, ()))
