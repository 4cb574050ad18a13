"""Each Kustomization applies a folder that no other one applies."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from ..constructs import FLUX_NAMESPACE, FLUX_SOURCE
from ..order import Built, Item
from ._read import Map, at
from ._rule import Found, Hit, rule

_Source = tuple[str, str, str]
"""Kind, namespace and name."""

_CHANGES = ("targetNamespace", "namePrefix", "nameSuffix", "postBuild", "patches", "components")

_OWN: _Source = ("GitRepository", FLUX_NAMESPACE, FLUX_SOURCE)


@rule("HL260", "every_kustomization_has_a_folder_of_its_own")
def every_kustomization_has_a_folder_of_its_own(built: Built) -> Found:
    """Each Kustomization applies a folder that no other one applies.

    The path of each Kustomization among the objects is relative to its source, stays inside of it, and neither lies in nor
    holds the folder of another Kustomization of the same source, those of the units included: two that apply one object
    take it from each other for ever, and the one that is deleted first deletes it. Two that make other objects of a folder, by
    a namespace, names, variables or patches of their own, may share it; and where what a Kustomization applies stands in the
    tree, that is told of the objects themselves.
    """
    taken: dict[_Source, dict[str, tuple[str, Map | None]]] = {}
    if not built.is_bare:
        units = {f"generated/{unit.layer}/{unit.name}": f"the unit {unit.name}" for unit in built.units}
        taken[_OWN] = {
            path: (owner, None) for path, owner in (units | {"generated/flux-system": "Flux itself"}).items()
        }
    applied = {id(unit.written) for unit in built.units}
    for item, source, path in _kustomizations(built):
        if path.startswith(("/", "..")):
            yield Hit.of(
                item,
                f"spec.path is {at(item.body, 'spec').get('path')!r}, which is not inside of its source",
                "write a path relative to the root of the source, such as ./deploy",
            )
            continue
        if id(item.body) in applied:
            continue
        folders, change = taken.setdefault(source, {}), _change(item)
        for other, (owner, others) in folders.items():
            if others in (None, change) and (_within(path, other) or _within(other, path)):
                yield Hit.of(
                    item,
                    f"spec.path is {path}, and {owner} applies {other} of the same source",
                    "give each a folder of its own, side by side",
                )
                break
        else:
            if not built.is_bare and source == _OWN and _within(path, "generated"):
                yield Hit.of(
                    item,
                    f"spec.path is {path}, which is no folder of this tree",
                    "write one that is there, outside of generated/",
                )
        folders.setdefault(path, (f"{item.key} ({item.path})", change))


def _change(item: Item) -> Map:
    """What a Kustomization makes of its folder."""
    return {field: value for field, value in at(item.body, "spec").items() if field in _CHANGES}


def _kustomizations(built: Built) -> Iterator[tuple[Item, _Source, str]]:
    for item in built.of("kustomize.toolkit.fluxcd.io", "Kustomization"):
        spec = at(item.body, "spec")
        reference = at(spec, "sourceRef")
        source = (
            str(reference.get("kind")),
            str(reference.get("namespace") or item.key.namespace),
            str(reference.get("name")),
        )
        yield item, source, posixpath.normpath(str(spec.get("path") or "."))


def _within(inner: str, outer: str) -> bool:
    return outer == "." or inner == outer or inner.startswith(f"{outer}/")
