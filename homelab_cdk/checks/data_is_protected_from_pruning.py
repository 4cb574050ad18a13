"""What holds data, or the cluster cannot do without, is never deleted because it left the tree."""

from __future__ import annotations

from ..changes import DATABASES
from ..constructs import PRUNE_ANNOTATION, UnitChart
from ..order import Built, Item, kustomization_of
from ._protection import is_protected
from ._read import at
from ._rule import Found, Hit, once, rule

_KEPT = frozenset(
    {
        ("", "Namespace"),
        ("", "PersistentVolume"),
        ("", "PersistentVolumeClaim"),
        ("apiextensions.k8s.io", "CustomResourceDefinition"),
        ("apps", "StatefulSet"),
        ("helm.toolkit.fluxcd.io", "HelmRelease"),
        ("kustomize.toolkit.fluxcd.io", "Kustomization"),
        *((kind.group, kind.kind) for kind in DATABASES),
    }
)


@rule(
    "HL213",
    "data_is_protected_from_pruning",
    needs="lab",
    example={
        "apps/media.py": """
 from homelab_cdk import Lab, UnitChart

 FILMS = {
     "apiVersion": "v1",
     "kind": "PersistentVolumeClaim",
     "metadata": {"name": "films"},
     "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "500Gi"}}},
 }


 def build(lab: Lab) -> None:
     media = UnitChart(lab, "media")
     media.holds_data = True
     media.add_namespace()
-    media.add_manifest(FILMS)
+    media.protect(media.add_manifest(FILMS))
"""
    },
    says="""
PersistentVolumeClaim media/films: media holds data, and Flux would delete this object with all that
depends on it when it leaves the tree; annotate it with kustomize.toolkit.fluxcd.io/prune: disabled
(`protect`)
""",
    see=("https://github.com/fluxcd/kustomize-controller/issues/1724",),
)
def data_is_protected_from_pruning(built: Built) -> Found:
    """What holds data, or the cluster cannot do without, is never deleted because it left the tree.

    Of a component that holds data or is essential, the namespaces, releases, volumes, StatefulSets, CRDs and the custom
    resources behind which an operator keeps data are protected from pruning, and so is its Kustomization: the weakest of
    them decides what survives.
    """
    for chart, items in _holders(built).items():
        kept = [item for item in items if (item.key.group, item.key.kind) in _KEPT]
        for item in kept:
            if not is_protected(item):
                yield Hit.of(
                    item,
                    f"{chart.path} {_why(chart)}, and Flux would delete this object with all that"
                    " depends on it when it leaves the tree",
                    f"annotate it with {PRUNE_ANNOTATION}: disabled (`protect`)",
                )
        if not any(is_protected(item) for item in items):
            yield Hit(
                chart.path,
                f"unit {chart.construct_id}",
                f"it {_why(chart)}, and none of its objects is protected from pruning",
                f"call `protect` on those that matter ({PRUNE_ANNOTATION}: disabled)",
            )
    for unit in built.units:
        if unit.chart.never_pruned:
            body = kustomization_of(unit)
            annotations = at(body, "metadata", "annotations")
            if annotations.get(PRUNE_ANNOTATION) != "disabled" or at(body, "spec").get("deletionPolicy") != "Orphan":
                yield Hit(
                    unit.chart.path,
                    f"Kustomization flux-system/{unit.name}",
                    f"its component {_why(unit.chart)}, and the Kustomization is neither kept nor orphans its objects",
                    "set prune: disabled and deletionPolicy: Orphan",
                )


def _why(chart: UnitChart) -> str:
    return "holds data" if chart.holds_data else "is essential to the cluster"


@once
def _holders(built: Built) -> dict[UnitChart, list[Item]]:
    found: dict[UnitChart, list[Item]] = {}
    for unit in built.units:
        if unit.chart.never_pruned:
            found.setdefault(unit.chart, []).extend(unit.items)
    return found
