"""Nothing that holds data moves to another namespace."""

from __future__ import annotations

from ..changes import Difference
from ._matter import moved_home, renamed_units, stake
from ._rule import ChangeFound, ChangeHit, change_rule


@change_rule(
    "HL854",
    "every_object_keeps_its_namespace",
    example={
        "generated/apps/jellyfin": """
 apiVersion: v1
 kind: PersistentVolumeClaim
-metadata: {name: config, namespace: default}
+metadata: {name: config, namespace: media}
 spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 50Gi}}}
"""
    },
    says="""
PersistentVolumeClaim default/config: it moves to the namespace media, where it begins empty, and
the old one is deleted (Kustomization jellyfin prunes it); lost with it: the volume and what is
stored in it, unless the class keeps volumes (reclaimPolicy: Retain); keep the namespace, or back
up, move, and restore; if it is meant, say so in homelab.yaml: accept: [{change: recreate, object:
PersistentVolumeClaim default/config, reason: ...}]
""",
    harmless={
        "generated/apps/jellyfin": """
 apiVersion: apps/v1
 kind: Deployment
-metadata: {name: jellyfin, namespace: default}
+metadata: {name: jellyfin, namespace: media}
"""
    },
    see=("https://github.com/phybros/k3s-cluster/issues/21",),
)
def every_object_keeps_its_namespace(difference: Difference) -> ChangeFound:
    """Nothing that holds data moves to another namespace.

    To Kubernetes that is another object: the new one begins empty, and the old one is deleted or left behind.
    """
    renamed = renamed_units(difference)
    for key, target in moved_home(difference).items():
        change = difference.by_key[key]
        words = stake(change, difference)
        unit = difference.before.unit(change.before) if change.before else None
        if words and not (unit in renamed and change.what == "orphan"):
            old = "deleted" if change.what == "delete" else "left behind"
            yield ChangeHit(
                "recreate",
                key,
                f"it moves to the namespace {target.namespace}, where it begins empty, and the old one is {old}"
                f" ({change.because}); lost with it: {words}",
                "keep the namespace, or back up, move, and restore",
            )
