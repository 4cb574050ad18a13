"""Nothing is deleted that others live by."""

from __future__ import annotations

from collections.abc import Iterable

from ..changes import Change, Difference, loss
from ..constructs import PRUNE_ANNOTATION
from ..model import GroupKind, ObjectKey
from ._matter import listed
from ._read import at
from ._rule import ChangeFound, ChangeHit, change_rule

_CRD = GroupKind("apiextensions.k8s.io", "CustomResourceDefinition")
_NAMESPACE = GroupKind("", "Namespace")
_STORAGE_CLASS = GroupKind("storage.k8s.io", "StorageClass")

_OR_PROTECT = f"or first annotate it with {PRUNE_ANNOTATION}: disabled in a commit of its own"


@change_rule(
    "HL851",
    "nothing_in_use_is_deleted",
    example={
        "generated/apps/media": """
-apiVersion: v1
-kind: Namespace
-metadata: {name: media}
----
 apiVersion: apps/v1
 kind: Deployment
 metadata: {name: jellyfin, namespace: media}
""",
        "generated/apps/photos": """
 apiVersion: v1
 kind: PersistentVolumeClaim
 metadata: {name: photos, namespace: media}
 spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 50Gi}}}
""",
    },
    says="""
Namespace media: it is deleted, because Kustomization media prunes it, and with it goes everything
in it, also PersistentVolumeClaim media/photos; keep it as long as something lives in it, or first
annotate it with kustomize.toolkit.fluxcd.io/prune: disabled in a commit of its own; if it is meant,
say so in homelab.yaml: accept: [{change: delete, object: Namespace media, reason: ...}]
""",
    harmless={
        "generated/apps/media": """
-apiVersion: v1
-kind: Namespace
-metadata: {name: media, annotations: {kustomize.toolkit.fluxcd.io/prune: disabled}}
----
 apiVersion: apps/v1
 kind: Deployment
 metadata: {name: jellyfin, namespace: media}
""",
        "generated/apps/photos": """
+apiVersion: v1
+kind: Namespace
+metadata: {name: media, annotations: {kustomize.toolkit.fluxcd.io/prune: disabled}}
+---
 apiVersion: v1
 kind: PersistentVolumeClaim
 metadata: {name: photos, namespace: media}
 spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 50Gi}}}
""",
    },
    see=("https://github.com/fluxcd/flux2/issues/3949", "https://github.com/fluxcd/flux2/issues/1614"),
)
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
                    what = listed(inside or (item.key for item in still))
                    yield ChangeHit(
                        "delete",
                        change.key,
                        f"it is deleted, because {change.because}, and with it goes everything in it, also {what}",
                        f"keep it as long as something lives in it, {_OR_PROTECT}",
                    )
            case kind if kind == _CRD:
                count = _of_kind(difference, change)
                yield ChangeHit(
                    "delete",
                    change.key,
                    f"it is deleted, because {change.because}, and with it goes every object of its kind: {count} of the"
                    " tree and all that others made",
                    f"keep it until none of them is needed any more, {_OR_PROTECT}",
                )
            case kind if kind == _STORAGE_CLASS:
                yield ChangeHit(
                    "delete",
                    change.key,
                    f"it is deleted, because {change.because}; volumes that exist go on, but no claim that names it is bound"
                    " and none grows any more",
                    f"keep it as long as a claim names it, {_OR_PROTECT}",
                )


def _data_in(difference: Difference, namespace: str) -> Iterable[ObjectKey]:
    for item in difference.before.by_namespace.get(namespace, ()):
        if loss(item, difference.before):
            yield item.key


def _of_kind(difference: Difference, change: Change) -> int:
    spec = at(change.before.body if change.before else {}, "spec")
    kind = GroupKind(str(spec.get("group")), str(at(spec, "names").get("kind")))
    return len(difference.before.by_kind.get(kind, ()))
