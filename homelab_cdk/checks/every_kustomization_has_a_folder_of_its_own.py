"""Each Kustomization applies a folder that no other one applies."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..constructs import FLUX_NAMESPACE, FLUX_SOURCE
from ..order import Built, Item
from ._read import EMPTY, Map, at
from ._rule import Found, Hit, Unknown, rule
from ._standing import applied

_Source = tuple[str, str, str, str]
"""Kind, namespace and name of a source, and the cluster that it is applied to: empty for the one that Flux runs in."""

_OWN: _Source = ("GitRepository", FLUX_NAMESPACE, FLUX_SOURCE, "")

_RENAMES = ("targetNamespace", "namePrefix", "nameSuffix", "postBuild", "components")
"""Fields of a Kustomization by which one folder becomes objects of other names."""

_APART = "give each a folder of its own, side by side"


@rule(
    "HL260",
    "every_kustomization_has_a_folder_of_its_own",
    example="""
 apiVersion: kustomize.toolkit.fluxcd.io/v1
 kind: Kustomization
 metadata: {name: gitea, namespace: flux-system}
 spec:
   path: ./apps/gitea
   interval: 1h
   prune: true
   sourceRef: {kind: GitRepository, name: flux-system}
 ---
 apiVersion: kustomize.toolkit.fluxcd.io/v1
 kind: Kustomization
 metadata: {name: reader, namespace: flux-system}
 spec:
-  path: ./apps/gitea
+  path: ./apps/reader
   interval: 1h
   prune: true
   sourceRef: {kind: GitRepository, name: flux-system}
""",
    says="""
Kustomization.kustomize.toolkit.fluxcd.io flux-system/reader: spec.path is apps/gitea, and
Kustomization.kustomize.toolkit.fluxcd.io flux-system/gitea
(objects/kustomization-flux-system-gitea) applies apps/gitea of the same source; give each a folder
of its own, side by side
""",
)
def every_kustomization_has_a_folder_of_its_own(built: Built) -> Found:
    """Each Kustomization applies a folder that no other one applies.

    The path of each Kustomization among the objects is relative to its source, stays inside of it, and is that of no other
    Kustomization of the same source: two that apply one object take it from each other for ever, and the one that is
    deleted first deletes it. In a lab it is outside of `generated/`, too, whose folders the units apply.

    It cannot be told of a folder within another's, where a kustomization.yaml may leave it out, and of one that two apply
    with other names for its objects; where what a Kustomization applies stands in the tree, that is told of the objects.
    """
    taken: dict[_Source, _Folders] = {_OWN: _Folders()}
    for path, owner in _units(built):
        taken[_OWN].add(path, _Owner(path, owner))
    for item, source, path in _kustomizations(built):
        spec = at(item.body, "spec")
        if path.startswith(("/", "..")):
            yield Hit.of(
                item,
                f"spec.path is {spec.get('path')!r}, which is not inside of its source",
                "write a path relative to the root of the source, such as ./deploy",
            )
            continue
        if item.key in applied(built) or built.by_key[item.key] is not item:
            continue
        folders = taken.setdefault(source, _Folders())
        other = folders.meeting(path)
        if other is not None:
            reason = f"spec.path is {path}, and {other.name} applies {other.path} of the same source"
            doubt = "" if other.spec is None else _doubt(path, other.path, spec, other.spec)
            yield Unknown.of(item, f"{reason}: {doubt}", _APART) if doubt else Hit.of(item, reason, _APART)
        elif source == _OWN and not built.is_bare and path.partition("/")[0] == "generated":
            yield Hit.of(
                item,
                f"spec.path is {path}, which is no folder of this tree",
                "write one that is there, outside of generated/",
            )
        folders.add(path, _Owner(path, f"{item.key} ({item.path})", spec))


@dataclass(frozen=True, slots=True)
class _Owner:
    """Who applies a folder; a unit of the lab has no spec here."""

    path: str
    name: str
    spec: Map | None = None


@dataclass(slots=True)
class _Folders:
    """The folders of one source: who was the first to apply each, and the first to apply one within each."""

    owners: dict[str, _Owner] = field(default_factory=dict)
    within: dict[str, _Owner] = field(default_factory=dict)

    def add(self, path: str, owner: _Owner) -> None:
        self.owners.setdefault(path, owner)
        for outer in _outwards(path):
            self.within.setdefault(outer, owner)

    def meeting(self, path: str) -> _Owner | None:
        """Who applies the folder, one within it, or one that it lies in."""
        around = (self.owners[outer] for outer in _outwards(path) if outer in self.owners)
        return self.within.get(path) or next(around, None)


def _outwards(path: str) -> Iterator[str]:
    """A folder and all that it lies in."""
    while path != ".":
        yield path
        path = path.rpartition("/")[0] or "."
    yield path


def _units(built: Built) -> Iterator[tuple[str, str]]:
    """The folders that a lab writes, which nothing else may apply."""
    if not built.is_bare:
        for unit in built.units:
            yield f"generated/{unit.layer}/{unit.name}", f"the unit {unit.name}"
        yield "generated/flux-system", "Flux itself"


def _doubt(path: str, other: str, spec: Map, theirs: Map) -> str:
    """Why two folders of which one holds the other, or is it, may still have nothing in common."""
    if path != other:
        outer, inner = sorted((path, other), key=len)
        return f"whether a kustomization.yaml in {outer} leaves out {inner} is not known"
    renames = [name for name in _RENAMES if (spec.get(name) or EMPTY) != (theirs.get(name) or EMPTY)]
    return f"whether their {' and '.join(renames)} give all objects other names is not known" if renames else ""


def _kustomizations(built: Built) -> Iterator[tuple[Item, _Source, str]]:
    for item in built.of("kustomize.toolkit.fluxcd.io", "Kustomization"):
        spec = at(item.body, "spec")
        reference = at(spec, "sourceRef")
        source = (
            str(reference.get("kind")),
            str(reference.get("namespace") or item.key.namespace),
            str(reference.get("name")),
            str(dict(at(spec, "kubeConfig")) or ""),
        )
        yield item, source, posixpath.normpath(str(spec.get("path") or "."))
