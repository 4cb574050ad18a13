"""No component or instance that holds data is called otherwise."""

from __future__ import annotations

from ..changes import Difference, Placed
from ._matter import listed, renamed_units, stake
from ._rule import ChangeFound, ChangeHit, change_rule


@change_rule(
    "HL862",
    "every_unit_with_data_keeps_its_id",
    example={
        "generated/data/postgresql-main": """
-apiVersion: postgresql.cnpg.io/v1
-kind: Cluster
-metadata: {name: postgresql-main, namespace: postgresql-main, annotations: {kustomize.toolkit.fluxcd.io/prune: disabled}}
-spec: {instances: 1, storage: {size: 20Gi}}
""",
        "generated/data/postgresql-media": """
+apiVersion: postgresql.cnpg.io/v1
+kind: Cluster
+metadata: {name: postgresql-media, namespace: postgresql-media, annotations: {kustomize.toolkit.fluxcd.io/prune: disabled}}
+spec: {instances: 1, storage: {size: 20Gi}}
""",
    },
    says="""
Kustomization.kustomize.toolkit.fluxcd.io flux-system/postgresql-main: postgresql-media takes its
place under another name and begins empty, without Cluster postgresql-main/postgresql-main; keep the
name, or back up, rename, and restore; if it is meant, say so in homelab.yaml: accept: [{change:
recreate, object: Kustomization flux-system/postgresql-main, reason: ...}]
""",
    harmless={
        "generated/data/postgresql-main": """
 apiVersion: postgresql.cnpg.io/v1
 kind: Cluster
 metadata: {name: postgresql-main, namespace: postgresql-main, annotations: {kustomize.toolkit.fluxcd.io/prune: disabled}}
 spec: {instances: 1, storage: {size: 20Gi}}
""",
        "generated/data/postgresql-media": """
+apiVersion: postgresql.cnpg.io/v1
+kind: Cluster
+metadata: {name: postgresql-media, namespace: postgresql-media, annotations: {kustomize.toolkit.fluxcd.io/prune: disabled}}
+spec: {instances: 1, storage: {size: 20Gi}}
""",
    },
    see=("https://github.com/fluxcd/flux2/issues/2421",),
)
def every_unit_with_data_keeps_its_id(difference: Difference) -> ChangeFound:
    """No component or instance that holds data is called otherwise.

    The new one begins empty, under the new name. That the old one is protected does not help: it stays in the cluster, keeps
    what it has, and nobody looks after it.
    """
    for unit, other in renamed_units(difference).items():
        precious = [item.key for item in difference.before.by_unit.get(unit, ()) if _left(difference, item)]
        if precious:
            yield ChangeHit(
                "recreate",
                unit,
                f"{other.name} takes its place under another name and begins empty, without {listed(precious)}",
                "keep the name, or back up, rename, and restore",
            )


def _left(difference: Difference, item: Placed) -> bool:
    change = difference.by_key.get(item.key)
    # What is deleted is found as such.
    return change is not None and change.what == "orphan" and bool(stake(change, difference))
