"""No volume becomes smaller."""

from __future__ import annotations

from ..changes import SIZE_FIELD, Difference, immutable_changes, shrinkages
from ._rule import ChangeFound, ChangeHit, change_rule


@change_rule(
    "HL857",
    "no_volume_shrinks",
    example={
        "generated/apps/media": """
 apiVersion: v1
 kind: PersistentVolumeClaim
 metadata: {name: library, namespace: media}
-spec: {storageClassName: longhorn, accessModes: [ReadWriteOnce], resources: {requests: {storage: 200Gi}}}
+spec: {storageClassName: longhorn, accessModes: [ReadWriteOnce], resources: {requests: {storage: 50Gi}}}
"""
    },
    says="""
PersistentVolumeClaim media/library: a claim cannot shrink: spec.resources.requests.storage (200Gi →
50Gi); the API server refuses it, and its Kustomization stands still; keep the size, or make another
claim and copy what is stored; if it is meant, say so in homelab.yaml: accept: [{change: refuse,
object: PersistentVolumeClaim media/library, reason: ...}]
""",
    harmless={
        "generated/apps/media": """
 apiVersion: v1
 kind: PersistentVolumeClaim
 metadata: {name: library, namespace: media}
-spec: {storageClassName: longhorn, accessModes: [ReadWriteOnce], resources: {requests: {storage: 512Gi}}}
+spec: {storageClassName: longhorn, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Ti}}}
"""
    },
    see=("https://github.com/cryostatio/cryostat-operator/issues/412",),
)
def no_volume_shrinks(difference: Difference) -> ChangeFound:
    """No volume becomes smaller.

    A claim can only grow. The API server refuses a smaller one, operators refuse or ignore it, and a release with one cannot
    be upgraded. Values of a release are looked at where the facts of the chart do not show what comes of them.
    """
    for change in difference.of("refuse"):
        if change.key.kind == "PersistentVolumeClaim" and change.before and change.after:
            for field in immutable_changes(change.key, change.before.body, change.after.body):
                if field.path == SIZE_FIELD:
                    yield ChangeHit(
                        "refuse",
                        change.key,
                        f"a claim cannot shrink: {field}; the API server refuses it, and its Kustomization stands still",
                        "keep the size, or make another claim and copy what is stored",
                    )
    for key, what in shrinkages(difference):
        yield ChangeHit(
            "refuse",
            key,
            f"a volume cannot shrink: {what}; it is refused or comes to nothing",
            "keep the size, or make a new one and restore a backup",
        )
