"""What is about to be written, compared with what is committed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ..changes import Base, Difference, Missing, blob_id, committed_files, difference_of, find_base, read_blobs
from ..model import Body, ObjectKey
from ..order import Built
from ._committed import committed_lock, committed_tree, objects_in, wanted_tree

if TYPE_CHECKING:
    from ._tree import OwnedFile

__all__ = ["LookBack", "look_back"]

_LOCK = "homelab.lock"
_INVENTORY = "generated/inventory.json"
_EARLY = "flux/fluxinstance-flux.yaml"


@dataclass(frozen=True, kw_only=True, eq=False)
class LookBack:
    """What a tree is compared with, and how it differs.

    Attributes:
        base: the commit; nothing where there is none.
        missing: why there is none.
        difference: the change; nothing where there is none.
        where: the construct that makes, or made, an object.
    """

    base: Base | None = None
    missing: Missing | None = None
    difference: Difference | None = None
    where: Callable[[ObjectKey], str] = lambda key: "lab"

    @property
    def unseen(self) -> str:
        """Why the change was not looked at, where somebody should know."""
        missing = self.missing
        return missing.reason if missing is not None and not missing.usual else ""


def look_back(
    root: Path, built: Built, files: Mapping[str, OwnedFile], bodies: Mapping[str, Body], *, ref: str | None = None
) -> LookBack:
    """Compare what is about to be written with what is committed.

    Files of the same content are known by Git's id of it and are not read.

    Args:
        root: the folder of the lab.
        built: the lab.
        files: what is about to be written.
        bodies: the objects in it, by path.
        ref: the revision to compare with; by default where the current one has left the branch that Flux follows.
    """
    base = find_base(root, branch=built.lab.config.git.branch, ref=ref)
    if isinstance(base, Missing):
        return LookBack(missing=base)
    old = committed_files(root, base, ("generated", _EARLY, _LOCK))
    objects = {path: blob for path, blob in old.items() if _is_object(path)}
    if not objects:
        return LookBack(missing=Missing(reason=f"there is no generated/ at {base}", usual=ref is None))
    like = next(iter(objects.values()))
    new = {path: blob_id(files[path].content.encode(), like) for path in bodies}
    gone = {path: blob for path, blob in objects.items() if new.get(path) != blob}
    fresh = [ObjectKey.of(bodies[path]) for path, blob in new.items() if objects.get(path) != blob]
    early = files[_EARLY].content.encode() if _EARLY in files else b""
    lock = (root / _LOCK).read_bytes() if (root / _LOCK).is_file() else b""
    single = {path: old[path] for path in (_EARLY, _LOCK) if path in old}
    same_lock = single.get(_LOCK, blob_id(b"", like)) == blob_id(lock, like)
    same_early = single.get(_EARLY, blob_id(b"", like)) == blob_id(early, like)
    if not gone and not fresh and same_lock and same_early:
        return LookBack(base=base)
    blobs = read_blobs(root, [*gone.values(), *single.values()])
    parsed = [(path, body) for path, blob in gone.items() for body in objects_in(blobs.get(blob, b""))]
    wanted = wanted_tree(built, objects_in(early))
    committed = committed_tree(
        wanted,
        parsed,
        fresh,
        lock=committed_lock(blobs.get(single.get(_LOCK, ""), b"")),
        same_lock=same_lock,
        early=objects_in(blobs.get(single.get(_EARLY, ""), b"")),
    )
    places = _Places(
        root=root,
        built=built,
        inventory=old.get(_INVENTORY, ""),
        paths={ObjectKey.of(body): path for path, body in parsed},
    )
    return LookBack(base=base, difference=difference_of(committed, wanted), where=places.find)


def _is_object(path: str) -> bool:
    """Whether a file holds an object that Flux applies."""
    folder, _, name = path.rpartition("/")
    return (
        name.endswith(".yaml")
        and name != "kustomization.yaml"
        and folder.startswith("generated/")
        and not folder.startswith("generated/hosts")
    )


@dataclass(kw_only=True, eq=False)
class _Places:
    """Which construct makes an object, or made it."""

    root: Path
    built: Built
    inventory: str
    paths: Mapping[ObjectKey, str]

    def find(self, key: ObjectKey) -> str:
        """The path of the construct; `lab` where nothing tells."""
        item = self.built.by_key.get(key)
        if item is not None:
            return item.path
        return self._units.get(key) or self._releases.get(key) or self._old.get(self.paths.get(key, ""), "lab")

    @cached_property
    def _releases(self) -> dict[ObjectKey, str]:
        """The constructs of the releases whose charts make workloads and volumes."""
        found: dict[ObjectKey, str] = {}
        for release, known in self.built.releases:
            for item in known.facts.workloads:
                found[item.key] = release.construct
                for volume in item.volumes:
                    found[ObjectKey("", "PersistentVolumeClaim", item.namespace, volume.name)] = release.construct
        return found

    @cached_property
    def _units(self) -> dict[ObjectKey, str]:
        from ..order import kustomization_of

        return {ObjectKey.of(kustomization_of(unit)): unit.chart.path for unit in self.built.units}

    @cached_property
    def _old(self) -> dict[str, str]:
        """Constructs by the files that they made, as the inventory of that time says."""
        try:
            data = json.loads(read_blobs(self.root, [self.inventory])[self.inventory])
            return {path: str(entry["construct"]) for path, entry in data["files"].items()}
        except (LookupError, TypeError, ValueError, AttributeError):
            return {}
