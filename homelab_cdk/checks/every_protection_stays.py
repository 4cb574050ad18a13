"""Nothing loses its protection unnoticed."""

from __future__ import annotations

from ..changes import Difference, is_protected
from ..constructs import PRUNE_ANNOTATION
from ._read import at
from ._rule import ChangeFound, ChangeHit, change_rule


@change_rule(
    "HL863",
    "every_protection_stays",
    level="warning",
    example={
        "generated/apps/media": """
 apiVersion: v1
 kind: PersistentVolumeClaim
-metadata: {name: library, namespace: media, annotations: {kustomize.toolkit.fluxcd.io/prune: disabled}}
+metadata: {name: library, namespace: media}
 spec: {storageClassName: longhorn, accessModes: [ReadWriteOnce], resources: {requests: {storage: 200Gi}}}
"""
    },
    says="""
PersistentVolumeClaim media/library: it is no longer annotated with
kustomize.toolkit.fluxcd.io/prune: disabled, and Flux will delete it when it leaves the tree; keep
the annotation, unless it may be deleted then
""",
    harmless={
        "generated/apps/media": """
 apiVersion: v1
 kind: PersistentVolumeClaim
 metadata: {name: library, namespace: media, annotations: {kustomize.toolkit.fluxcd.io/prune: disabled}}
-spec: {storageClassName: longhorn, accessModes: [ReadWriteOnce], resources: {requests: {storage: 200Gi}}}
+spec: {storageClassName: longhorn, accessModes: [ReadWriteOnce], resources: {requests: {storage: 400Gi}}}
"""
    },
    see=("https://github.com/fluxcd/kustomize-controller/issues/1724",),
)
def every_protection_stays(difference: Difference) -> ChangeFound:
    """Nothing loses its protection unnoticed.

    What was kept when it left the tree is deleted from the next change on.
    """
    for change in difference.of("change", "adopt", "recreate", "refuse"):
        if change.before is None or change.after is None:
            continue
        if is_protected(change.before.body) and not is_protected(change.after.body):
            yield ChangeHit(
                "unprotect",
                change.key,
                f"it is no longer annotated with {PRUNE_ANNOTATION}: disabled, and Flux will delete it when it leaves the"
                " tree",
                "keep the annotation, unless it may be deleted then",
            )
        elif change.key in difference.after.units:
            old, new = (at(placed.body, "spec").get("deletionPolicy") for placed in (change.before, change.after))
            if old == "Orphan" and new != "Orphan":
                yield ChangeHit(
                    "unprotect",
                    change.key,
                    "its deletionPolicy is no longer Orphan, and when it is deleted it takes along what it has applied",
                    "keep Orphan, unless all of that may be deleted then",
                )
