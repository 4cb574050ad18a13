"""What holds data is never deleted because it left the tree."""

from __future__ import annotations

from ..constructs import PRUNE_ANNOTATION, UnitChart
from ..order import Built, Item, kustomization_of
from ._protection import is_protected
from ._read import at
from ._rule import Found, once, rule

_KEPT = frozenset(
    {
        ("", "Namespace"),
        ("", "PersistentVolume"),
        ("", "PersistentVolumeClaim"),
        ("apiextensions.k8s.io", "CustomResourceDefinition"),
        ("apps", "StatefulSet"),
        ("helm.toolkit.fluxcd.io", "HelmRelease"),
        ("kustomize.toolkit.fluxcd.io", "Kustomization"),
    }
)


@rule("HL407", "data_is_protected_from_pruning")
def data_is_protected_from_pruning(built: Built) -> Found:
    """What holds data is never deleted because it left the tree.

    Of a component that holds data, the namespaces, releases, volumes, StatefulSets and CRDs are protected from
    pruning, and so is its Kustomization: the weakest of them decides whether the data survives.
    """
    for chart, items in _holders(built).items():
        kept = [item for item in items if (item.key.group, item.key.kind) in _KEPT]
        for item in kept:
            if not is_protected(item):
                yield (
                    item.path,
                    str(item.key),
                    f"{chart.path} holds data, and Flux would delete this object with all that depends on it when"
                    f" it leaves the tree; annotate it with {PRUNE_ANNOTATION}: disabled (`protect`)",
                )
        if not any(is_protected(item) for item in items):
            yield (
                chart.path,
                f"unit {chart.construct_id}",
                "it holds data, and none of its objects is protected from pruning; call `protect` on those that"
                f" hold it ({PRUNE_ANNOTATION}: disabled)",
            )
    for unit in built.units:
        if unit.chart.holds_data:
            body = kustomization_of(unit)
            annotations = at(body, "metadata", "annotations")
            if annotations.get(PRUNE_ANNOTATION) != "disabled" or at(body, "spec").get("deletionPolicy") != "Orphan":
                yield (
                    unit.chart.path,
                    f"Kustomization flux-system/{unit.name}",
                    "its component holds data, and the Kustomization is neither kept nor orphans its objects; set"
                    " prune: disabled and deletionPolicy: Orphan",
                )


@once
def _holders(built: Built) -> dict[UnitChart, list[Item]]:
    found: dict[UnitChart, list[Item]] = {}
    for unit in built.units:
        if unit.chart.holds_data:
            found.setdefault(unit.chart, []).extend(unit.items)
    return found
