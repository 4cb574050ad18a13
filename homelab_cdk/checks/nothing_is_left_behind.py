"""Nothing stays in the cluster that nobody looks after."""

from __future__ import annotations

from ..changes import Change, Difference
from ..model import ObjectKey
from ._matter import listed, moved_home
from ._rule import ChangeFound, ChangeHit, change_rule


@change_rule(
    "HL864",
    "nothing_is_left_behind",
    level="warning",
    example={
        "generated/flux-system": """
-apiVersion: kustomize.toolkit.fluxcd.io/v1
-kind: Kustomization
-metadata: {name: postgresql-main, namespace: flux-system, annotations: {kustomize.toolkit.fluxcd.io/prune: disabled}}
-spec:
-  interval: 1h
-  sourceRef: {kind: GitRepository, name: flux-system}
-  path: ./generated/data/postgresql-main
-  prune: true
-  deletionPolicy: Orphan
""",
        "generated/data/postgresql-main": """
-apiVersion: postgresql.cnpg.io/v1
-kind: Cluster
-metadata: {name: postgresql-main, namespace: postgresql-main, annotations: {kustomize.toolkit.fluxcd.io/prune: disabled}}
-spec: {instances: 1, storage: {size: 20Gi}}
""",
    },
    says="""
Kustomization.kustomize.toolkit.fluxcd.io flux-system/postgresql-main: the unit leaves the tree; its
Kustomization goes on looking for a folder that is gone, and what it has applied stays in the
cluster: Cluster postgresql-main/postgresql-main; if that is not needed any more, delete it by hand,
the Kustomization first
""",
    harmless={
        "generated/apps/web": """
-apiVersion: apps/v1
-kind: Deployment
-metadata: {name: web, namespace: web}
"""
    },
)
def nothing_is_left_behind(difference: Difference) -> ChangeFound:
    """Nothing stays in the cluster that nobody looks after.

    What is protected from pruning goes on running when it leaves the tree, without updates, and only a person removes it. Of
    a whole unit just the Kustomization is named.
    """
    elsewhere = moved_home(difference)
    units: dict[ObjectKey, list[Change]] = {}
    for change in difference.of("orphan"):
        unit = difference.before.unit(change.before) if change.before else None
        gone = unit in difference.before.units and unit not in difference.after.units
        if change.key in difference.before.units or (change.key in elsewhere and not gone):
            continue
        if gone and unit is not None:
            units.setdefault(unit, []).append(change)
        else:
            yield ChangeHit(
                "orphan",
                change.key,
                f"it stays in the cluster, because {change.because}",
                "if it is not needed any more, delete it by hand",
            )
    for change in difference.of("orphan"):
        if change.key in difference.before.units:
            units.setdefault(change.key, [])
    for unit, changes in units.items():
        itself = difference.by_key.get(unit)
        stands = (
            " its Kustomization goes on looking for a folder that is gone, and"
            if itself and itself.what == "orphan"
            else ""
        )
        what = f": {listed(change.key for change in changes)}" if changes else ""
        yield ChangeHit(
            "orphan",
            unit,
            f"the unit leaves the tree;{stands} what it has applied stays in the cluster{what}",
            "if that is not needed any more, delete it by hand, the Kustomization first",
        )
