"""The schemas of CRDs between runs: learnt once, one file a kind, read when an object of the kind is looked at."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from .._cache_home import cache_home
from .._whole_file import replace_file
from ..model import Body, GroupKind
from ._crd import Crd, CrdVersion

__all__ = ["SchemaCache", "default_schemas", "kind_name"]

_FORMAT = "1"
"""Changes whenever other schemas than before are made of the same CRD."""


def default_schemas() -> Path:
    """Where schemas are kept between runs."""
    return cache_home() / "schemas"


class SchemaCache:
    """Schemas by where they come from: the digest of a chart, or whatever else names just these CRDs.

    What cannot be read counts as absent, and what cannot be written is left out: it can all be learnt again.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / _FORMAT

    def learn(self, origin: str, crds: Iterable[Body]) -> int:
        """Keep the schemas of CRDs; says how many there are."""
        place = self._place(origin)
        found = {kind_name(crd.group_kind): crd for crd in map(Crd.of, crds)}
        with suppress(OSError):
            place.mkdir(parents=True, exist_ok=True)
            written = [_write(place / f"{name}.json", _written(crd)) for name, crd in found.items()]
            written.append(_write(place / "kinds.json", sorted(found)))
            if any(written):
                os.utime(self._folder)
        return len(found)

    def kinds(self, origin: str) -> frozenset[str] | None:
        """The kinds that were learnt from somewhere, as `kind.group`; nothing where nothing was."""
        found = _read(self._place(origin) / "kinds.json")
        return frozenset(map(str, found)) if isinstance(found, list) else None

    def get(self, origin: str, kind: GroupKind) -> Crd | None:
        """The CRD of a kind that was learnt from somewhere."""
        found = _read(self._place(origin) / f"{kind_name(kind)}.json")
        try:
            return _crd(found, origin) if isinstance(found, dict) else None
        except (AttributeError, KeyError, TypeError):
            return None

    def state(self) -> str:
        """Tells one state of the cache from another."""
        try:
            return str(os.stat(self._folder).st_mtime_ns)
        except OSError:
            return ""

    def _place(self, origin: str) -> Path:
        return self._folder / hashlib.sha256(origin.encode()).hexdigest()[:32]


def kind_name(kind: GroupKind) -> str:
    """A kind as the cache names it: `kind.group` in lower case."""
    # Kinds and groups are made of letters, digits, dots and dashes; anything else stays out of file names.
    return "".join(char if char.isalnum() or char in ".-" else "_" for char in f"{kind.kind}.{kind.group}".lower())


def _written(crd: Crd) -> dict[str, Any]:
    return {
        "group": crd.group,
        "kind": crd.kind,
        "namespaced": crd.namespaced,
        "versions": {
            name: {"schema": _bare(version.schema), "closed": version.closed, "warning": version.warning}
            for name, version in crd.served.items()
        },
    }


def _crd(found: Mapping[str, Any], origin: str) -> Crd:
    return Crd(
        group=str(found["group"]),
        kind=str(found["kind"]),
        namespaced=bool(found["namespaced"]),
        served={
            name: CrdVersion(name, item["schema"], closed=item["closed"], warning=item["warning"])
            for name, item in found["versions"].items()
        },
        construct=origin,
    )


def _bare(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A schema without prose, which is most of it."""
    result: dict[str, Any] = {}
    for key, value in schema.items():
        if key in ("description", "example", "externalDocs", "title"):
            continue
        if key == "properties":
            result[key] = {name: _bare(inner) for name, inner in value.items()}
        elif key in ("items", "additionalProperties", "not") and isinstance(value, Mapping):
            result[key] = _bare(value)
        elif key in ("allOf", "anyOf", "oneOf"):
            result[key] = [_bare(inner) for inner in value]
        else:
            result[key] = value
    return result


def _read(path: Path) -> object:
    try:
        found: object = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return found


def _write(path: Path, value: object) -> bool:
    return replace_file(path, json.dumps(value, separators=(",", ":"), default=str).encode())
