"""Looking with one rule at objects of which nothing else is known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from homelab_cdk.checks import Report, examine_tree
from homelab_cdk.model import Body
from tests.checks.looking import thing
from tests.trees.repo import write


def told(code: str, *bodies: Body) -> list[str]:
    """What a rule finds in some objects: `object: reason`; what it cannot tell begins with a question mark."""
    return _told(code, examine_tree(list(bodies)))


def told_of_files(code: str, root: Path, files: dict[str, Any]) -> list[str]:
    """The same for a tree of files."""
    return _told(code, examine_tree(write(root, files)))


def _told(code: str, report: Report) -> list[str]:
    found = [f"{one.subject}: {one.reason}" for one in report.findings if one.code == code]
    return found + [f"? {one.subject}: {one.reason}" for one in report.unchecked if one.code == code]


def kustomization(name: str = "tea", namespace: str = "flux-system", **spec: object) -> Body:
    """A Flux Kustomization that applies the objects beside it."""
    source = {"kind": "GitRepository", "name": "flux-system", "namespace": "flux-system"}
    whole = {"interval": "1h", "path": "./objects", "prune": True, "sourceRef": source, **spec}
    return thing("kustomize.toolkit.fluxcd.io/v1", "Kustomization", name, namespace=namespace, spec=whole)


def release(name: str = "tea", namespace: str = "tea", **spec: object) -> Body:
    return thing("helm.toolkit.fluxcd.io/v2", "HelmRelease", name, namespace=namespace, spec=spec)


def resource_set() -> Body:
    """Something that makes objects of any kind, in any namespace."""
    return thing("fluxcd.controlplane.io/v1", "ResourceSet", "apps", namespace="flux-system", spec={})
