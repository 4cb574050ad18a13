"""CRDs in folders that a person gives: every manifest below is looked through, and read once in a lifetime."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from .. import _yaml_documents
from .._errors import ConfigError
from ..model import Body, GroupKind
from ._cache import SchemaCache, kind_name
from ._crd import Crd

__all__ = ["CrdFolders", "crds_in"]

_SUFFIXES = (".yaml", ".yml", ".json")
_MARK = b"CustomResourceDefinition"


class CrdFolders:
    """The CRDs of some folders; with a cache, a file is parsed only where it was not seen before."""

    def __init__(self, folders: Sequence[Path], cache: SchemaCache | None) -> None:
        """Look through the folders.

        Raises:
            ConfigError: a folder does not exist or has no CRDs, or a file with CRDs is no YAML.
        """
        self._cache = cache
        self._known: dict[str, Crd | tuple[str, Path]] = {}
        """CRDs that were parsed, or where in the cache they are and which file they came from."""
        for folder in folders:
            found = [self._look(path) for path in _files(folder)]
            if not any(found):
                raise ConfigError([f"{folder}: there is no CustomResourceDefinition in this folder of CRDs"])

    def get(self, kind: GroupKind) -> Crd | None:
        """The CRD of a kind."""
        name = kind_name(kind)
        found = self._known.get(name)
        if not isinstance(found, tuple):
            return found
        del self._known[name]
        origin, path = found
        loaded = self._cache.get(origin, kind) if self._cache is not None else None
        # Where there is none, somebody has tidied the cache.
        crds = [loaded] if loaded is not None else [Crd.of(body, str(path)) for body in _crds(path, path.read_bytes())]
        self._known |= {kind_name(crd.group_kind): crd for crd in crds}
        # In the meantime the file may have become another, without this kind.
        found = self._known.get(name)
        return found if isinstance(found, Crd) else None

    def _look(self, path: Path) -> int:
        """Take the CRDs of a file in, and say how many there are."""
        data = path.read_bytes()
        if _MARK not in data:
            return 0
        origin = f"file:{hashlib.sha256(data).hexdigest()}"
        kinds = self._cache.kinds(origin) if self._cache is not None else None
        if kinds is not None:
            self._known |= dict.fromkeys(kinds - self._known.keys(), (origin, path))
            return len(kinds)
        bodies = list(_crds(path, data))
        if self._cache is not None:
            self._cache.learn(origin, bodies)
        for body in bodies:
            crd = Crd.of(body, str(path))
            self._known.setdefault(kind_name(crd.group_kind), crd)
        return len(bodies)


def crds_in(folder: Path) -> list[Body]:
    """Every CustomResourceDefinition in the files below a folder.

    Raises:
        ConfigError: the folder does not exist, or a file with CRDs is no YAML.
    """
    return [
        body for path in _files(folder) for data in [path.read_bytes()] if _MARK in data for body in _crds(path, data)
    ]


def _files(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        raise ConfigError([f"{folder}: there is no such folder of CRDs"])
    yield from sorted(path for path in folder.rglob("*") if path.suffix in _SUFFIXES and path.is_file())


def _crds(path: Path, data: bytes) -> Iterator[Body]:
    try:
        documents = list(_yaml_documents.documents(data.decode("utf-8-sig")))
    except ValueError as error:
        raise ConfigError([f"{path}: a file with CRDs has to be YAML: {error}"]) from None
    for found in documents:
        if not isinstance(found, dict):
            continue
        items = found.get("items") if str(found.get("kind", "")).endswith("List") else [found]
        for body in items if isinstance(items, list) else ():
            if isinstance(body, dict) and body.get("kind") == "CustomResourceDefinition":
                yield body
