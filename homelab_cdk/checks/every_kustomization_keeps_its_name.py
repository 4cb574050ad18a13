"""No Kustomization is renamed, or moved, with objects that must not be deleted."""

from __future__ import annotations

from ..changes import Change, Difference
from ..model import ObjectKey
from ._matter import listed, stake
from ._rule import ChangeFound, ChangeHit, change_rule


@change_rule(
    "HL852",
    "every_kustomization_keeps_its_name",
    example={
        "generated/apps/media": """
-apiVersion: v1
-kind: PersistentVolumeClaim
-metadata: {name: library, namespace: media}
-spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 50Gi}}}
""",
        "generated/apps/jellyfin": """
+apiVersion: v1
+kind: PersistentVolumeClaim
+metadata: {name: library, namespace: media}
+spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 50Gi}}}
""",
    },
    says="""
Kustomization.kustomize.toolkit.fluxcd.io flux-system/media: it is deleted and takes along what it
has applied, and Kustomization jellyfin makes that anew: PersistentVolumeClaim media/library; keep
its name, or first let it go without its objects: deletionPolicy: Orphan (`holds_data` does that) in
a commit of its own; if it is meant, say so in homelab.yaml: accept: [{change: recreate, object:
Kustomization flux-system/media, reason: ...}]
""",
    harmless={
        "generated/flux-system": """
 apiVersion: kustomize.toolkit.fluxcd.io/v1
 kind: Kustomization
-metadata: {name: media, namespace: flux-system}
+metadata: {name: jellyfin, namespace: flux-system}
 spec:
   interval: 1h
   sourceRef: {kind: GitRepository, name: flux-system}
-  path: ./generated/apps/media
+  path: ./generated/apps/jellyfin
   prune: true
   deletionPolicy: Orphan
""",
        "generated/apps/media": """
-apiVersion: v1
-kind: PersistentVolumeClaim
-metadata: {name: library, namespace: media}
-spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 50Gi}}}
""",
        "generated/apps/jellyfin": """
+apiVersion: v1
+kind: PersistentVolumeClaim
+metadata: {name: library, namespace: media}
+spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 50Gi}}}
""",
    },
    see=("https://github.com/fluxcd/flux2/issues/3316", "https://github.com/fluxcd/flux2/issues/2421"),
)
def every_kustomization_keeps_its_name(difference: Difference) -> ChangeFound:
    """No Kustomization is renamed, or moved, with objects that must not be deleted.

    For Kubernetes the old one is deleted and takes along what it has applied, while the new one makes it anew, empty.
    """
    units: dict[ObjectKey, list[Change]] = {}
    for change in difference.of("recreate"):
        unit = difference.before.unit(change.before) if change.before else None
        if change.cause == "renamed" and unit is not None:
            units.setdefault(unit, []).append(change)
    for unit, changes in units.items():
        precious = {change.key: words for change in changes if (words := stake(change, difference))}
        if precious:
            yield ChangeHit(
                "recreate",
                unit,
                f"it is deleted and takes along what it has applied, and {_homes(difference, changes)} makes that anew:"
                f" {listed(precious)}",
                "keep its name, or first let it go without its objects: deletionPolicy:"
                " Orphan (`holds_data` does that) in a commit of its own",
            )


def _homes(difference: Difference, changes: list[Change]) -> str:
    homes = {difference.after.unit(change.after) for change in changes if change.after is not None}
    return listed(home for home in homes if home is not None)
