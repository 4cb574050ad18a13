"""Small repositories, as people write them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from homelab_cdk.model import Body, ObjectKey
from homelab_cdk.trees import Cluster, Files, Making, Reader, clusters_of
from tests.trees.oracle import hold_to_kubectl


def write(root: Path, files: dict[str, Any]) -> Path:
    """Write files; what is no text is written as YAML, a list as a stream of documents."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        elif isinstance(content, str):
            path.write_text(content, encoding="utf-8")
        else:
            documents = content if isinstance(content, list) else [content]
            path.write_text(yaml.safe_dump_all(documents, sort_keys=False), encoding="utf-8")
    return root


def listing(*resources: str, kind: str = "Kustomization", **more: Any) -> Body:
    version = "v1beta1" if kind == "Kustomization" else "v1alpha1"
    head = {"apiVersion": f"kustomize.config.k8s.io/{version}", "kind": kind}
    return {**head, "resources": list(resources), **more}


def flux(name: str, path: str, *, source: str = "flux-system", **spec: Any) -> Body:
    return {
        "apiVersion": "kustomize.toolkit.fluxcd.io/v1",
        "kind": "Kustomization",
        "metadata": {"name": name, "namespace": "flux-system"},
        "spec": {"path": path, "prune": True, "sourceRef": {"kind": "GitRepository", "name": source}, **spec},
    }


def config(name: str, namespace: str = "", **data: str) -> Body:
    metadata = {"name": name, **({"namespace": namespace} if namespace else {})}
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, **({"data": data} if data else {})}


def custom(kind: str, name: str, group: str = "tea.example.com", **spec: Any) -> Body:
    return {"apiVersion": f"{group}/v1", "kind": kind, "metadata": {"name": name}, "spec": spec}


def deployment(name: str = "web", image: str = "registry.example.com/web:1.2.3") -> Body:
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name},
        "spec": {
            "selector": {"matchLabels": {"app": name}},
            "template": {
                "metadata": {"labels": {"app": name}},
                "spec": {"containers": [{"name": name, "image": image}]},
            },
        },
    }


def build(root: Path, folder: str = ".") -> Making:
    """What is read of a folder; kubectl makes the same of it."""
    making = Reader(Files(root)).kustomize.build(folder)
    hold_to_kubectl(root, folder, making)
    return making


def one(making: Making, kind: str = "") -> Body:
    """The only object of a kind."""
    [found] = [made.body for made in making.made if kind in ("", made.body["kind"])]
    return found


def names(making: Making) -> list[str]:
    return [str(ObjectKey.of(made.body)) for made in making.made]


def clusters(root: Path) -> list[Cluster]:
    return clusters_of(Reader(Files(root)))


def groups(cluster: Cluster) -> dict[str, list[str]]:
    """What is applied together, by name."""
    return {group.name: names(group.making) for group in cluster.groups}
