"""No volume changes its storage class."""

from __future__ import annotations

from ..changes import CLASS_FIELD, Difference, class_changes, immutable_changes
from ._rule import ChangeFound, ChangeHit, change_rule


@change_rule(
    "HL858",
    "every_volume_keeps_its_storage_class",
    example={
        "generated/apps/media": """
 apiVersion: v1
 kind: PersistentVolumeClaim
 metadata: {name: library, namespace: media}
-spec: {storageClassName: local-path, accessModes: [ReadWriteOnce], resources: {requests: {storage: 200Gi}}}
+spec: {storageClassName: longhorn, accessModes: [ReadWriteOnce], resources: {requests: {storage: 200Gi}}}
"""
    },
    says="""
PersistentVolumeClaim media/library: the class of a claim is fixed: spec.storageClassName
(local-path → longhorn); the API server refuses it, and its Kustomization stands still; keep the
class, or make another claim and copy what is stored; if it is meant, say so in homelab.yaml:
accept: [{change: refuse, object: PersistentVolumeClaim media/library, reason: ...}]
""",
    harmless={
        "generated/infrastructure/longhorn": """
 apiVersion: storage.k8s.io/v1
 kind: StorageClass
 metadata: {name: longhorn, annotations: {storageclass.kubernetes.io/is-default-class: "true"}}
 provisioner: driver.longhorn.io
""",
        "generated/apps/media": """
 apiVersion: v1
 kind: PersistentVolumeClaim
 metadata: {name: library, namespace: media}
-spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 200Gi}}}
+spec: {storageClassName: longhorn, accessModes: [ReadWriteOnce], resources: {requests: {storage: 200Gi}}}
""",
    },
    see=("https://github.com/cryostatio/cryostat-operator/issues/412",),
)
def every_volume_keeps_its_storage_class(difference: Difference) -> ChangeFound:
    """No volume changes its storage class.

    The class of a claim is fixed when it is made. The API server refuses another, operators use it for new volumes alone,
    and a release with one cannot be upgraded. Values of a release are looked at where the facts of the chart do not show
    what comes of them.
    """
    for change in difference.of("refuse"):
        if change.key.kind == "PersistentVolumeClaim" and change.before and change.after:
            known = difference.before.default_class
            for field in immutable_changes(change.key, change.before.body, change.after.body, default_class=known):
                if field.path == CLASS_FIELD:
                    yield ChangeHit(
                        "refuse",
                        change.key,
                        f"the class of a claim is fixed: {field}; the API server refuses it, and its Kustomization stands"
                        " still",
                        "keep the class, or make another claim and copy what is stored",
                    )
    for key, what in class_changes(difference):
        yield ChangeHit(
            "refuse",
            key,
            f"the class of a volume is fixed: {what}; volumes that exist stay where they are, and the change is refused or"
            " comes to nothing",
            "keep the class, or back up, make it anew, and restore",
        )
