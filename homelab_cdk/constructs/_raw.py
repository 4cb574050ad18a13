"""Plain YAML files that pass through loss-free."""

from __future__ import annotations

from pathlib import Path

import yaml

from .._errors import BuildError
from ..model import CLUSTER_SCOPED, Body, GroupKind
from ._manifest import Manifest
from ._unit_chart import UnitChart

__all__ = ["add_yaml_files"]


def add_yaml_files(owner: UnitChart, *paths: Path) -> list[Manifest]:
    """Add every object of some YAML files to a chart, nulls and quoting included.

    Objects of built-in kinds that live in a namespace get the chart's where they name none.

    Raises:
        BuildError: a file is no YAML, or a document is no Kubernetes object.
    """
    manifests: list[Manifest] = []
    for path in paths:
        try:
            documents = list(yaml.load_all(path.read_text(encoding="utf-8"), Loader=_Loader))
        except yaml.YAMLError as error:
            raise BuildError(f"{path}: this is no YAML: {' '.join(str(error).split())}") from None
        for number, document in enumerate(documents, 1):
            if document is None:
                continue
            if not isinstance(document, dict) or not document.get("kind") or not document.get("apiVersion"):
                raise BuildError(
                    f"{path}: document {number} is no Kubernetes object; it needs apiVersion, kind and metadata.name"
                )
            manifests.append(owner.add_manifest(_placed(document, owner.namespace)))
    return manifests


def _placed(body: Body, namespace: str) -> Body:
    kind = GroupKind.of(body)
    metadata = body.setdefault("metadata", {})
    if kind not in CLUSTER_SCOPED and "namespace" not in metadata and "." not in kind.group.removesuffix(".k8s.io"):
        metadata["namespace"] = namespace
    return body


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # the C loader where PyYAML has it
    """Reads text as Kubernetes does: dates stay strings, a lone `=` is a string."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":value"))]
    for first, resolvers in _Loader.yaml_implicit_resolvers.items()
}
