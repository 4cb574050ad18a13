"""No field changes that no one may change."""

from __future__ import annotations

from ..changes import CLASS_FIELD, SIZE_FIELD, Change, Difference, FieldChange, immutable_changes, loss
from ..model import ObjectKey
from ._rule import ChangeFound, ChangeHit, change_rule

_BY_HAND = {
    "StatefulSet": "delete it with `kubectl delete statefulset {name} -n {namespace} --cascade=orphan`, so that its pods and"
    " volumes stay, and let Flux make it again (sizes of its claims are raised on the claims themselves)",
    "Job": "give it another name, or annotate it with kustomize.toolkit.fluxcd.io/force: enabled if running it again does"
    " no harm",
    "PersistentVolumeClaim": "make another claim and copy what is stored",
    "PersistentVolume": "make another volume of another name",
    "Secret": "give it another name, also where it is read",
    "ConfigMap": "give it another name, also where it is read",
    "CustomResourceDefinition": "define another kind and move what is of this one: with its definition every object of it"
    " would be deleted",
    "StorageClass": "make another class of another name",
}


@change_rule(
    "HL856",
    "immutable_fields_stay",
    example={
        "generated/apps/reader": """
 apiVersion: batch/v1
 kind: Job
 metadata: {name: migrate, namespace: reader}
 spec:
   template:
     spec:
       restartPolicy: Never
       containers:
-        - {name: migrate, image: "registry.example.com/reader:1.2.3"}
+        - {name: migrate, image: "registry.example.com/reader:1.3.0"}
"""
    },
    says="""
Job.batch reader/migrate: the API server refuses to change spec.template, and its Kustomization
stands still; undo it, or give it another name, or annotate it with
kustomize.toolkit.fluxcd.io/force: enabled if running it again does no harm; if it is meant, say so
in homelab.yaml: accept: [{change: refuse, object: Job reader/migrate, reason: ...}]
""",
    harmless={
        "generated/apps/reader": """
 apiVersion: batch/v1
 kind: Job
 metadata: {name: migrate, namespace: reader, annotations: {kustomize.toolkit.fluxcd.io/force: enabled}}
 spec:
   template:
     spec:
       restartPolicy: Never
       containers:
-        - {name: migrate, image: "registry.example.com/reader:1.2.3"}
+        - {name: migrate, image: "registry.example.com/reader:1.3.0"}
"""
    },
    see=(
        "https://github.com/rwlove/home-ops/pull/13277",
        "https://github.com/fluxcd/flux2/issues/3573",
        "https://github.com/longhorn/longhorn/issues/1527",
        "https://github.com/kubernetes/kubernetes/issues/66353",
    ),
)
def immutable_fields_stay(difference: Difference) -> ChangeFound:
    """No field changes that no one may change.

    The API server refuses it already when Flux tries, and the whole Kustomization stands still from then on, with everything
    that depends on it. Where Flux is told to force it, the object is deleted and made anew, which matters where it holds
    data.
    """
    for change in difference.of("refuse"):
        fields = [item for item in _fields(difference, change) if item.path not in (CLASS_FIELD, SIZE_FIELD)]
        if fields:
            fix = _by_hand(change.key, "give the object another name, or delete it by hand at a quiet hour")
            yield ChangeHit(
                "refuse",
                change.key,
                f"the API server refuses to change {', '.join(map(str, fields))}, and its Kustomization stands still",
                f"undo it, or {fix}",
            )
    for change in difference.of("recreate"):
        if change.cause == "forced" and change.before is not None:
            lost = loss(change.before, difference.before)
            if lost:
                fix = _by_hand(change.key, "give the object another name")
                yield ChangeHit(
                    "recreate",
                    change.key,
                    f"it is deleted and made anew, because {change.because}; lost with it: {lost}",
                    f"undo it, or {fix}",
                )


def _by_hand(key: ObjectKey, otherwise: str) -> str:
    return _BY_HAND.get(key.kind, otherwise).format(name=key.name, namespace=key.namespace)


def _fields(difference: Difference, change: Change) -> list[FieldChange]:
    if change.before is None or change.after is None:
        return []
    known = difference.before.default_class
    return immutable_changes(change.key, change.before.body, change.after.body, default_class=known)
