"""Plain YAML files that pass through loss-free."""

from __future__ import annotations

from pathlib import Path

import yaml

from .._errors import BuildError
from ._kubernetes_yaml import read_documents
from ._manifest import Manifest, check_body
from ._source import Source, shown
from ._unit_chart import UnitChart

__all__ = ["add_yaml_files"]


def add_yaml_files(owner: UnitChart, *paths: Path) -> list[Manifest]:
    """Add every object of some YAML files to a chart, nulls and quoting included.

    Objects of built-in kinds that live in a namespace get the chart's where they name none. A `List` is taken apart, as
    kubectl does.

    Raises:
        BuildError: a file is no YAML in UTF-8, or a document is no Kubernetes object, or an object is there twice.
    """
    manifests: list[Manifest] = []
    for path in paths:
        try:
            documents = read_documents(path.read_text(encoding="utf-8"))
        except UnicodeDecodeError as error:
            raise BuildError(f"{path}: this is no text in UTF-8 ({error.reason}); save it as UTF-8") from None
        except yaml.YAMLError as error:
            raise BuildError(f"{path}: this is no YAML: {' '.join(str(error).split())}") from None
        for number, (line, document) in enumerate(documents, 1):
            for body in _objects(document):
                manifests.append(_add(owner, body, f"{path}: document {number}", (shown(path), line)))
    return manifests


def _objects(document: object) -> list[object]:
    if document is None:
        return []
    if isinstance(document, dict) and document.get("kind") == "List" and isinstance(document.get("items"), list):
        return list(document["items"])
    return [document]


def _add(owner: UnitChart, body: object, place: str, source: Source) -> Manifest:
    if not isinstance(body, dict):
        raise BuildError(f"{place} is no Kubernetes object; it needs apiVersion, kind and metadata.name")
    check_body(body, place)
    try:
        return owner.add_manifest(body, source=source)
    except BuildError as error:
        raise BuildError(f"{place}: {error}") from None
