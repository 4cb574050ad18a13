"""The files of a repository, and the objects that are written in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname, normpath
from typing import Any

import yaml

from .._errors import BuildError
from ..constructs import read_documents
from ..model import Body, Map, mapping, maps
from ._inventory import applied_early

__all__ = ["LISTINGS", "Files", "Written", "fresh", "is_listing", "items_of", "no_object"]

LISTINGS = ("kustomization.yaml", "kustomization.yml", "Kustomization")
"""The names by which kustomize finds what a folder is made of."""

_LISTED_IN = "kustomize.config.k8s.io/"
_NO_OBJECTS = (_LISTED_IN, "config.kubernetes.io/")
"""Groups of files that kustomize reads and nobody applies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An object as it is written, and where."""

    body: Body
    file: str
    line: int


class Files:
    """The files below a folder, by their paths from there; what is hidden is left out unless somebody names it.

    `early` are those that somebody applies before Flux runs and lets go of then; `problems` are the files that cannot be read,
    and the documents that are no objects, each with the reason.
    """

    def __init__(self, root: Path) -> None:
        """Find the files.

        Raises:
            BuildError: there is no such folder.
        """
        if not root.is_dir():
            raise BuildError(f"{root}: there is no such folder")
        self.early = applied_early(root)
        self.problems: dict[str, list[str]] = {}
        self._root = root
        self._documents: dict[str, list[tuple[int, object]]] = {}
        paths = sorted([*root.rglob("*.yaml"), *root.rglob("*.yml"), *root.rglob("Kustomization")])
        names = (path.relative_to(root).as_posix() for path in paths if path.is_file())
        self.names = [name for name in names if not any(part.startswith(".") for part in name.split("/"))]

    def documents(self, name: str) -> list[tuple[int, object]]:
        """The documents of a file that are not empty, each with its line; none of a file that is no YAML."""
        known = self._documents.get(name)
        if known is None:
            known = self._documents[name] = []
            try:
                text = (self._root / name).read_text(encoding="utf-8")
                known.extend(entry for entry in read_documents(text) if entry[1] is not None)
            except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError, ValueError) as error:
                self.problems[name] = [f"{name}: it cannot be read: {' '.join(str(error).split())}"]
        return known

    def objects(self, name: str) -> Iterator[Written]:
        """The objects of a file, those of a `List` one by one."""
        found: list[str] = []
        for line, document in self.documents(name):
            for body in items_of(document):
                problem = no_object(body)
                if problem:
                    found.append(f"{name}:{line}: {problem}")
                elif isinstance(body, dict) and not _is_kustomizes(body):
                    yield Written(body=body, file=name, line=line)
        if found and name not in self.problems:
            self.problems[name] = found

    def content(self, name: str) -> bytes | None:
        """What is in a file; nothing where there is none, or it lies outside."""
        try:
            return None if name.startswith("..") else (self._root / name).read_bytes()
        except OSError:
            return None

    def is_folder(self, name: str) -> bool:
        """Whether there is such a folder, and it lies inside."""
        return not name.startswith(("..", "/")) and (self._root / name).is_dir()

    def is_file(self, name: str) -> bool:
        """Whether there is such a file, and it lies inside."""
        return not name.startswith(("..", "/")) and (self._root / name).is_file()

    def listing(self, folder: str) -> tuple[str, Map] | None:
        """The file that tells kustomize what a folder is made of, and what it says."""
        for name in LISTINGS:
            file = normpath(f"{folder}/{name}")
            if self.is_file(file):
                for _, document in self.documents(file):
                    body = mapping(document)
                    if is_listing(body):
                        return file, body
        return None

    def below(self, folder: str) -> list[str]:
        """The files below a folder, at any depth."""
        start = "" if folder == "." else f"{folder}/"
        return [name for name in self.names if name.startswith(start)]

    def holders(self, name: str) -> Iterator[str]:
        """The folder of a file or folder and those around it, from the inside out, as far as they have a listing."""
        folder = name
        while folder not in (".", ""):
            folder = dirname(folder) or "."
            if self.listing(folder) is not None:
                yield folder


def fresh(value: Any) -> Any:
    """A copy in which no two places share a list or a map, whatever anchors the text had."""
    if isinstance(value, dict):
        return {key: fresh(inner) for key, inner in value.items()}
    return [fresh(inner) for inner in value] if isinstance(value, list) else value


def is_listing(body: Map) -> bool:
    """Whether this is kustomize's own: it may leave out its kind, and Flux has one of the same name."""
    return str(body.get("apiVersion") or _LISTED_IN).startswith(_LISTED_IN)


def no_object(document: object) -> str:
    """Why something is no object; empty where it is one, or kustomize's own."""
    if not isinstance(document, dict):
        return "it is no Kubernetes object but a list or a single value"
    metadata = mapping(document.get("metadata"))
    for key, value in (("apiVersion", document.get("apiVersion")), ("kind", document.get("kind"))):
        if not isinstance(value, str) or not value:
            return f"it is no Kubernetes object: it has no {key}"
    if _is_kustomizes(document):
        return ""
    return "" if isinstance(metadata.get("name"), str) and metadata["name"] else "it has no metadata.name"


def _is_kustomizes(document: Map) -> bool:
    return str(document.get("apiVersion")).startswith(_NO_OBJECTS)


def items_of(document: object) -> Iterator[object]:
    """What a document holds: itself, or the items of a `List`."""
    if isinstance(document, dict) and document.get("kind") == "List" and "items" in document:
        for item in maps(document["items"]):
            yield from items_of(item)
    else:
        yield document
