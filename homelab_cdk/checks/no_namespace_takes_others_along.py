"""No namespace is deleted with what the tree does not know."""

from __future__ import annotations

from ..changes import Difference, loss
from ._rule import ChangeFound, ChangeHit, change_rule


@change_rule(
    "HL865",
    "no_namespace_takes_others_along",
    level="warning",
    example={
        "generated/apps/web": """
-apiVersion: v1
-kind: Namespace
-metadata: {name: web}
----
-apiVersion: apps/v1
-kind: Deployment
-metadata: {name: web, namespace: web}
"""
    },
    says="""
Namespace web: it is deleted, because Kustomization web is deleted and takes it along, with
everything in it, also what does not come from the tree; look first with `kubectl get
all,pvc,secrets -n web` for what is still needed
""",
    harmless={
        "generated/apps/web": """
 apiVersion: v1
 kind: Namespace
 metadata: {name: web}
----
-apiVersion: apps/v1
-kind: Deployment
-metadata: {name: web, namespace: web}
"""
    },
    see=("https://github.com/devantler-tech/platform/pull/3368",),
)
def no_namespace_takes_others_along(difference: Difference) -> ChangeFound:
    """No namespace is deleted with what the tree does not know.

    Nothing of the tree holds data in it; what people or operators have put there is deleted as well.
    """
    before, after = difference.before, difference.after
    for change in difference.of("delete"):
        name = change.key.name
        if change.key.kind != "Namespace" or change.key.group or after.by_namespace.get(name):
            continue
        if not any(loss(item, before) for item in before.by_namespace.get(name, ())):
            yield ChangeHit(
                "delete",
                change.key,
                f"it is deleted, because {change.because}, with everything in it, also what does not come from the tree",
                f"look first with `kubectl get all,pvc,secrets -n {name}` for what is still needed",
            )
