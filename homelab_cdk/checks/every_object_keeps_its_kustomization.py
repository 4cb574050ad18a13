"""Nothing that must not be deleted moves from one Kustomization to another."""

from __future__ import annotations

from ..changes import Difference
from ..constructs import PRUNE_ANNOTATION
from ._matter import stake
from ._rule import ChangeFound, ChangeHit, change_rule


@change_rule(
    "HL853",
    "every_object_keeps_its_kustomization",
    example={
        "generated/apps/media": """
 apiVersion: v1
 kind: Namespace
 metadata: {name: media}
----
-apiVersion: v1
-kind: PersistentVolumeClaim
-metadata: {name: library, namespace: media}
-spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 50Gi}}}
""",
        "generated/apps/jellyfin": """
 apiVersion: apps/v1
 kind: Deployment
 metadata: {name: jellyfin, namespace: media}
+---
+apiVersion: v1
+kind: PersistentVolumeClaim
+metadata: {name: library, namespace: media}
+spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 50Gi}}}
""",
    },
    says="""
PersistentVolumeClaim media/library: it is deleted and made anew, because Kustomization media prunes
it, and Kustomization jellyfin makes it anew; lost with it: the volume and what is stored in it,
unless the class keeps volumes (reclaimPolicy: Retain); first annotate it with
kustomize.toolkit.fluxcd.io/prune: disabled in a commit of its own, then move it; if it is meant,
say so in homelab.yaml: accept: [{change: recreate, object: PersistentVolumeClaim media/library,
reason: ...}]
""",
    harmless={
        "generated/apps/media": """
 apiVersion: v1
 kind: Namespace
 metadata: {name: media}
----
-apiVersion: v1
-kind: PersistentVolumeClaim
-metadata: {name: library, namespace: media, annotations: {kustomize.toolkit.fluxcd.io/prune: disabled}}
-spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 50Gi}}}
""",
        "generated/apps/jellyfin": """
 apiVersion: apps/v1
 kind: Deployment
 metadata: {name: jellyfin, namespace: media}
+---
+apiVersion: v1
+kind: PersistentVolumeClaim
+metadata: {name: library, namespace: media, annotations: {kustomize.toolkit.fluxcd.io/prune: disabled}}
+spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 50Gi}}}
""",
    },
    see=("https://github.com/fluxcd/kustomize-controller/issues/338",),
)
def every_object_keeps_its_kustomization(difference: Difference) -> ChangeFound:
    """Nothing that must not be deleted moves from one Kustomization to another.

    The old one prunes the object as soon as it is applied; only where the new one is surely applied before (the old one
    depends on it, and did so in the commit before), or the object is protected, is it just taken over. Elsewhere it is a
    matter of luck, and it may be deleted and made anew.
    """
    for change in difference.of("recreate"):
        words = stake(change, difference)
        if change.cause == "moved" and words:
            yield ChangeHit(
                "recreate",
                change.key,
                f"it is deleted and made anew, because {change.because}; lost with it: {words}",
                f"first annotate it with {PRUNE_ANNOTATION}: disabled in a commit of its own, then move it",
            )
