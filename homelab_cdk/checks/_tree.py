"""Looking at any tree of objects, whoever made it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import yaml

from .._errors import BuildError
from ..constructs import Lab, UnitChart, read_documents
from ..model import Body, Finding, GroupKind, ObjectKey
from ..order import Built, Item, Unit
from ._check import examine
from ._read import at, mapping, maps
from ._report import Report

__all__ = ["check_tree", "examine_tree"]

_KUSTOMIZE = GroupKind("kustomize.toolkit.fluxcd.io", "Kustomization")
_NO_OBJECTS = ("kustomize.config.k8s.io", "config.kubernetes.io")
"""Groups of files that kustomize reads and nobody applies."""

_INVENTORY, _OWN, _MACHINES, _BY_HAND = "inventory.json", "generated", "hosts/", "flux"
"""The file that tells what this library has written, and the folders that it has in there."""

_ONE = "objects"
"""The folder of objects that come from no file."""


def check_tree(source: Path | Iterable[Body]) -> list[Finding]:
    """What is wrong with a tree of objects, in the order of the rules' codes; see `examine_tree`."""
    return list(examine_tree(source).findings)


def examine_tree(source: Path | Iterable[Body]) -> Report:
    """Look at a tree of objects with every rule that needs no more than objects.

    What a Flux Kustomization of the tree applies from a folder is taken together as its unit, with its dependencies;
    what else lies in one folder is a unit of its own. Nothing is known of charts and of machines, so rules about those
    cannot tell, and the report says so.

    Of a tree that this library has written, its inventory tells which files somebody applies before Flux runs: k3s those of
    `hosts/`, a person those of `flux/`. Each object of them that Flux applies, too, is handed over to it, and counts once.

    Args:
        source: a folder of YAML files, or the objects themselves. Files that are no YAML, and documents that are no
            objects, are left aside and listed in the report's `skipped`.

    Raises:
        BuildError: the folder is not there.
    """
    reader = _Reader()
    if isinstance(source, Path):
        reader.read(source)
    else:
        for body in source:
            reader.add(_ONE, body, None, f"{body!r:.60}")
    return dataclasses.replace(examine(reader.built()), skipped=tuple(reader.skipped))


class _Reader:
    def __init__(self) -> None:
        self.skipped: list[str] = []
        self._folders: dict[str, list[tuple[Body, tuple[str, int] | None]]] = {}
        self._early: dict[str, list[tuple[Body, tuple[str, int] | None]]] = {}
        """What is applied before Flux runs, by somebody who lets go of it then."""

    def read(self, root: Path) -> None:
        if not root.is_dir():
            raise BuildError(f"{root}: there is no such folder")
        early = _applied_early(root)
        for path in sorted([*root.rglob("*.yaml"), *root.rglob("*.yml")]):
            name = path.relative_to(root).as_posix()
            if any(part.startswith(".") for part in name.split("/")):
                continue
            try:
                documents = read_documents(path.read_text(encoding="utf-8"))
            except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
                self.skipped.append(f"{name}: it cannot be read: {' '.join(str(error).split())}")
                continue
            for line, document in documents:
                if document is not None:
                    folder = str(path.parent.relative_to(root).as_posix())
                    self.add(folder, document, (name, line), f"{name}:{line}", early=path in early)

    def add(
        self, folder: str, document: object, source: tuple[str, int] | None, what: str, *, early: bool = False
    ) -> None:
        if isinstance(document, Mapping) and document.get("kind") == "List" and "items" in document:
            for body in maps(document["items"]):
                self.add(folder, body, source, what, early=early)
            return
        problem = _no_object(document)
        if problem:
            self.skipped.append(f"{what}: {problem}")
        elif isinstance(document, dict) and not str(document["apiVersion"]).startswith(_NO_OBJECTS):
            (self._early if early else self._folders).setdefault(folder, []).append((document, source))

    def _hand_over(self) -> None:
        """Enter what is applied before Flux runs, but for the objects that Flux takes over."""
        taken = {ObjectKey.of(body) for content in self._folders.values() for body, _ in content}
        for folder, content in self._early.items():
            for body, source in content:
                key = ObjectKey.of(body)
                if key not in taken:
                    taken.add(key)
                    self._folders.setdefault(folder, []).append((body, source))

    def built(self) -> Built:
        self._hand_over()
        lab = Lab()
        paths = _paths(
            [body for content in self._folders.values() for body, _ in content if GroupKind.of(body) == _KUSTOMIZE]
        )
        units: dict[str, Unit] = {}
        for folder, content in self._folders.items():
            written = _applies(folder, paths)
            name = str(at(written, "metadata")["name"]) if written else folder.strip("./") or "tree"
            unit = units.get(name)
            if unit is None:
                namespace = at(written, "spec").get("targetNamespace") if written else None
                chart = UnitChart(lab, name.replace("/", "-"), namespace=str(namespace or "default"))
                unit = units[name] = Unit(
                    name=name, layer="apps", chart=chart, config=False, written=written or {"spec": {}}
                )
            unit.items.extend(_items(unit.chart, content))
        for unit in units.values():
            for reference in maps(at(unit.written, "spec").get("dependsOn")):
                unit.depends_on.setdefault(str(reference.get("name")), [])
        for unit in units.values():
            unit.depends_on = {other: [] for other in unit.depends_on if other in units}
        return Built(lab=lab, units=list(units.values()), is_bare=True)


def _applied_early(root: Path) -> set[Path]:
    """The files that somebody applies before Flux runs, as the inventories say that this library has written."""
    found = set[Path]()
    for path in root.rglob(_INVENTORY):
        try:
            files = mapping(json.loads(path.read_bytes())).get("files")
        except (OSError, ValueError):
            continue
        # Its paths begin in the folder that `generated` lies in, whatever that is called here.
        for name in map(str, mapping(files)):
            top, _, rest = name.partition("/")
            if top == _OWN and rest.startswith(_MACHINES):
                found.add(path.parent / rest)
            elif top == _BY_HAND:
                found.add(path.parent.parent / name)
    return found


def _no_object(document: object) -> str:
    if not isinstance(document, dict):
        return "it is no Kubernetes object but a list or a single value"
    metadata = mapping(document.get("metadata"))
    for key, value in (("apiVersion", document.get("apiVersion")), ("kind", document.get("kind"))):
        if not isinstance(value, str) or not value:
            return f"it is no Kubernetes object: it has no {key}"
    if str(document["apiVersion"]).startswith(_NO_OBJECTS):
        return ""
    return "" if isinstance(metadata.get("name"), str) and metadata["name"] else "it has no metadata.name"


_Paths = dict[str, Body]
"""The Kustomization of a path, and of each end of it: paths start at the root of some repository, perhaps above this folder."""


def _paths(kustomizations: list[Body]) -> _Paths:
    found: _Paths = {}
    for body in kustomizations:
        path = str(at(body, "spec").get("path") or "").removeprefix("./").strip("/")
        while path:
            found.setdefault(path, body)
            path = path.partition("/")[2]
    return found


def _applies(folder: str, paths: _Paths) -> Body | None:
    """The Kustomization with the innermost path that a folder lies in."""
    while folder:
        if folder in paths:
            return paths[folder]
        folder = folder.rpartition("/")[0]
    return None


def _items(chart: UnitChart, content: list[tuple[Body, tuple[str, int] | None]]) -> Iterator[Item]:
    taken = {manifest.construct_id for manifest in chart.manifests}
    for body, source in content:
        key = ObjectKey.of(body)
        id = "-".join([key.kind.lower(), *([key.namespace] if key.namespace else []), key.name]).replace("/", "-")
        if id in taken:
            id = f"{id}-{len(taken)}"
        taken.add(id)
        manifest = chart.add_manifest(body, id=id, source=source)
        yield Item(body=manifest.body, path=manifest.path, chart=chart, key=ObjectKey.of(manifest.body))
