"""Units as Flux Kustomizations."""

from __future__ import annotations

from ..constructs import APPLY_RETRY, DRIFT_INTERVAL, FLUX_NAMESPACE, FLUX_SOURCE as SOURCE, PRUNE_ANNOTATION
from ..model import Body, at, maps
from ._item import Item
from ._unit import Unit

__all__ = ["FLUX_NAMESPACE", "SOURCE", "kustomization_of", "waits_for"]


def kustomization_of(unit: Unit) -> Body:
    """The Flux Kustomization of a unit.

    Drift is corrected every hour and a failed apply is tried again after two minutes. It waits until everything that it
    applied is ready, so that what depends on it finds it so; its timeout outlasts that of the releases within. Flux's own
    check of dependencies is kept: on a commit each unit follows those it depends on at the same revision, which costs at
    most a few requeues in a graph this shallow, and never applies an object before the CRD of the same commit.
    """
    if unit.written is not None:
        return unit.written
    metadata: Body = {"name": unit.name, "namespace": FLUX_NAMESPACE}
    spec: Body = {
        "interval": DRIFT_INTERVAL,
        "retryInterval": APPLY_RETRY,
        "timeout": f"{unit.chart.timeout}m",
        "sourceRef": {"kind": "GitRepository", "name": SOURCE},
        "path": f"./generated/{unit.folder}",
        "prune": True,
        "wait": True,
    }
    if unit.chart.never_pruned:
        metadata["annotations"] = {PRUNE_ANNOTATION: "disabled"}
        spec["deletionPolicy"] = "Orphan"
    if unit.depends_on:
        spec["dependsOn"] = [{"name": name} for name in sorted(unit.depends_on)]
    return {
        "apiVersion": "kustomize.toolkit.fluxcd.io/v1",
        "kind": "Kustomization",
        "metadata": metadata,
        "spec": spec,
    }


def waits_for(unit: Unit, item: Item) -> bool:
    """Whether the Kustomization of a unit is ready only when one of its objects is: by `wait`, or by a health check of it."""
    spec = at(kustomization_of(unit), "spec")
    if spec.get("wait") is True:
        return True
    key = item.key
    return any(
        (check.get("kind"), check.get("name"), check.get("namespace") or key.namespace)
        == (key.kind, key.name, key.namespace)
        for check in maps(spec.get("healthChecks"))
    )
