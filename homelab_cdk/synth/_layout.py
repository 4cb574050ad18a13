"""Which file each object is written to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from .._errors import WriteError
from ..model import Body, ObjectKey
from ..order import Built, Item, Unit, kustomization_of
from ._tree import OwnedFile, safe_segment
from ._yaml import dump

__all__ = ["render_units"]


def render_units(built: Built, bodies: dict[str, Body] | None = None) -> dict[str, OwnedFile]:
    """One folder for each unit with one file for each object, and the Flux Kustomizations that apply them.

    Args:
        built: the lab.
        bodies: where to enter the object of each file, for those who want it.

    Raises:
        WriteError: an object of the lab has the name of one of those Kustomizations.
    """
    files: dict[str, OwnedFile] = {}
    bodies = {} if bodies is None else bodies
    flux = "generated/flux-system"
    resources: list[str] = []
    for unit in built.units:
        _unit(unit, files, bodies)
        kustomization = kustomization_of(unit)
        other = built.by_key.get(ObjectKey.of(kustomization))
        if other is not None:
            raise WriteError(
                f"{other.path} makes {other.key}, which is the name of the Kustomization that applies {unit.chart.path};"
                " rename it"
            )
        name = f"kustomization-{safe_segment(unit.name)}.yaml"
        resources.append(name)
        files[f"{flux}/{name}"] = OwnedFile(content=dump(kustomization), construct=unit.chart.path)
        bodies[f"{flux}/{name}"] = kustomization
    files[f"{flux}/kustomization.yaml"] = OwnedFile(content=dump(_kustomization(resources)), construct="lab")
    return files


def _unit(unit: Unit, files: dict[str, OwnedFile], bodies: dict[str, Body]) -> None:
    folder = f"generated/{unit.folder}"
    names = _file_names(unit)
    for item, name in names.items():
        path = f"{folder}/{name}"
        if path in files:
            raise WriteError(
                f"{files[path].construct} and {item.path} both make {item.key}, which would be {path}; an object has one"
                " owner: rename one of them, or leave it out"
            )
        files[path] = OwnedFile(content=dump(item.body), construct=item.path)
        bodies[path] = item.body
    listing = _kustomization(sorted(names.values()))
    files[f"{folder}/kustomization.yaml"] = OwnedFile(content=dump(listing), construct=unit.chart.path)


def _file_names(unit: Unit) -> Mapping[Item, str]:
    """`<kind>-<name>.yaml`, below the namespace where there are several, with the group where two kinds share a name."""
    namespaces = {item.key.namespace for item in unit.items if item.key.namespace}
    several = len(namespaces) > 1
    shared = Counter((item.key.namespace, item.key.kind.lower(), item.key.name) for item in unit.items)
    names: dict[Item, str] = {}
    for item in unit.items:
        key = item.key
        kind = key.kind.lower()
        if shared[key.namespace, kind, key.name] > 1 and key.group:
            kind = f"{kind}.{key.group}"
        name = f"{kind}-{safe_segment(key.name)}.yaml"
        names[item] = f"{safe_segment(key.namespace)}/{name}" if several and key.namespace else name
    return names


def _kustomization(resources: list[str]) -> Body:
    return {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "resources": sorted(resources),
    }
