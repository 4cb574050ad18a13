"""Pairs of small trees, written as YAML.

A tree maps the names of Kustomizations to what they apply: a list of objects, or a mapping with `objects` and more for the
spec (`spec`) or the metadata (`annotations`) of the Kustomization. Facts of charts stand below `facts`, by
`namespace/release`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from homelab_cdk.changes import Tree, difference_of
from homelab_cdk.checks import check_changes
from homelab_cdk.model import Acceptance, Body, ChartFacts, Finding, ObjectKey, decode

__all__ = ["Pair", "read_pair", "tree_of"]


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two trees, what bit whom, what somebody accepts, and what is expected."""

    about: str
    upstream: str
    before: Tree
    after: Tree
    accepted: tuple[Acceptance, ...]
    expected: list[str]

    def findings(self) -> list[Finding]:
        return check_changes(difference_of(self.before, self.after), self.accepted)


def read_pair(path: Path) -> Pair:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Pair(
        about=data["about"],
        upstream=data.get("upstream", ""),
        before=tree_of(data["before"]),
        after=tree_of(data["after"]),
        accepted=tuple(Acceptance(**item) for item in data.get("accept", ())),
        expected=data["expected"],
    )


def tree_of(data: dict[str, Any]) -> Tree:
    units = {name: unit if isinstance(unit, dict) else {"objects": unit} for name, unit in data["units"].items()}
    folders: dict[str, list[Body]] = {
        "generated/flux-system": [kustomization(name, unit) for name, unit in units.items()]
    }
    for name, unit in units.items():
        folders[unit.get("spec", {}).get("path", f"generated/apps/{name}")] = unit.get("objects", [])
    facts = {release_key(name): decode(ChartFacts, entry) for name, entry in data.get("facts", {}).items()}
    tree = Tree.of(folders, facts)
    early = tuple(data.get("early", ()))
    return Tree(objects=tree.objects, facts=facts, proven=tree.proven - set(data.get("assumed", ())), early=early)


def kustomization(name: str, unit: dict[str, Any]) -> Body:
    annotations = {"annotations": unit["annotations"]} if "annotations" in unit else {}
    return {
        "apiVersion": "kustomize.toolkit.fluxcd.io/v1",
        "kind": "Kustomization",
        "metadata": {"name": name, "namespace": "flux-system", **annotations},
        "spec": {
            "interval": "1h",
            "sourceRef": {"kind": "GitRepository", "name": "flux-system"},
            "path": f"./generated/apps/{name}",
            "prune": True,
            "wait": True,
            **unit.get("spec", {}),
        },
    }


def release_key(name: str) -> ObjectKey:
    namespace, _, release = name.partition("/")
    return ObjectKey("helm.toolkit.fluxcd.io", "HelmRelease", namespace, release)
