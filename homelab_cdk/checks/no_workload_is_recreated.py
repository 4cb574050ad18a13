"""Nothing is deleted and made anew on the way."""

from __future__ import annotations

from ..changes import Change, Difference
from ..constructs import PRUNE_ANNOTATION
from ..model import ObjectKey
from ._matter import listed, stake
from ._rule import ChangeFound, ChangeHit, change_rule


@change_rule(
    "HL868",
    "no_workload_is_recreated",
    level="warning",
    example={
        "generated/apps/web": """
-apiVersion: apps/v1
-kind: Deployment
-metadata: {name: web, namespace: web}
""",
        "generated/apps/sites": """
+apiVersion: apps/v1
+kind: Deployment
+metadata: {name: web, namespace: web}
""",
    },
    says="""
Kustomization.kustomize.toolkit.fluxcd.io flux-system/web: gone for a while: Deployment web/web,
because Kustomization web is deleted and takes it along, and Kustomization sites makes it anew; do
it at a quiet hour, or first annotate each with kustomize.toolkit.fluxcd.io/prune: disabled in a
commit of its own
""",
    harmless={
        "generated/apps/web": """
-apiVersion: apps/v1
-kind: Deployment
-metadata: {name: web, namespace: web, annotations: {kustomize.toolkit.fluxcd.io/prune: disabled}}
""",
        "generated/apps/sites": """
+apiVersion: apps/v1
+kind: Deployment
+metadata: {name: web, namespace: web}
""",
    },
    see=("https://github.com/fluxcd/flux2/issues/3316",),
)
def no_workload_is_recreated(difference: Difference) -> ChangeFound:
    """Nothing is deleted and made anew on the way.

    Objects that keep no data come back as they were, and what they serve is down meanwhile.
    """
    units: dict[tuple[ObjectKey, str], list[Change]] = {}
    for change in difference.of("recreate"):
        unit = difference.before.unit(change.before) if change.before else None
        if unit is not None and not stake(change, difference) and change.cause != "forced":
            units.setdefault((unit, change.because), []).append(change)
    for (unit, because), changes in units.items():
        # What its Namespace or the definition of its kind takes along is not helped by an annotation of its own.
        moves = changes[0].cause in ("moved", "renamed")
        way = f"first annotate each with {PRUNE_ANNOTATION}: disabled in a commit of its own" if moves else "undo it"
        yield ChangeHit(
            "recreate",
            unit,
            f"gone for a while: {listed(change.key for change in changes)}, because {because}",
            f"do it at a quiet hour, or {way}",
        )
