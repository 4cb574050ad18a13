"""Flux objects become ready one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..model import ObjectKey
from ..order import FLUX_NAMESPACE, Built, Unit, waits_for
from ._read import at, maps
from ._rule import Found, Hit, rule

_Place = tuple[str, str, str]
"""Kind, namespace and name."""


@rule(
    "HL360",
    "flux_objects_do_not_wait_in_a_circle",
    example="""
 # The vault has a volume.
 apiVersion: kustomize.toolkit.fluxcd.io/v1
 kind: Kustomization
 metadata: {name: vault, namespace: flux-system}
 spec:
   path: ./vault
   dependsOn: [{name: longhorn}]
   interval: 1h
   prune: true
   sourceRef: {kind: GitRepository, name: flux-system}
 ---
 # The credential of the backups comes from the vault.
 apiVersion: kustomize.toolkit.fluxcd.io/v1
 kind: Kustomization
 metadata: {name: longhorn, namespace: flux-system}
 spec:
   path: ./longhorn
-  dependsOn: [{name: vault}]
   interval: 1h
   prune: true
   sourceRef: {kind: GitRepository, name: flux-system}
+---
+apiVersion: kustomize.toolkit.fluxcd.io/v1
+kind: Kustomization
+metadata: {name: longhorn-backups, namespace: flux-system}
+spec:
+  path: ./longhorn-backups
+  dependsOn: [{name: longhorn}, {name: vault}]
+  interval: 1h
+  prune: true
+  sourceRef: {kind: GitRepository, name: flux-system}
""",
    says="""
Kustomization.kustomize.toolkit.fluxcd.io flux-system/vault: it waits for itself: Kustomization
vault waits for Kustomization longhorn waits for Kustomization vault; leave one of these
dependencies out, or give what really needs the other one a Kustomization of its own
""",
)
def flux_objects_do_not_wait_in_a_circle(built: Built) -> Found:
    """Flux objects become ready one after the other.

    No Kustomization or HelmRelease among the objects waits by `dependsOn` for itself, over any number of others, and none
    waits for the unit that applies it, or in a tree of others for the Kustomization with `wait: true` that does: those wait
    until everything in them is ready.
    """
    waits = _without_ends(_waits(built))
    told: set[frozenset[_Place]] = set()
    for kind, group in (("Kustomization", "kustomize.toolkit.fluxcd.io"), ("HelmRelease", "helm.toolkit.fluxcd.io")):
        for item in built.of(group, kind):
            start = (kind, item.key.namespace, item.key.name)
            circle = _circle(waits, start) if start in waits else []
            if circle and frozenset(circle) not in told:
                told.add(frozenset(circle))
                yield Hit.of(
                    item,
                    f"it waits for itself: {' waits for '.join(f'{one[0]} {one[2]}' for one in circle)}",
                    "leave one of these dependencies out, or give what really needs the other one a Kustomization of its own",
                )


def _waits(built: Built) -> dict[_Place, list[_Place]]:
    """Who waits for whom: by `dependsOn`, and a unit for the Flux objects that it applies, where it waits at all."""
    units = {unit.name: _place(unit) for unit in built.units if not unit.by_hand}
    found: dict[_Place, list[_Place]] = {
        units[unit.name]: [units[other] for other in unit.depends_on if other in units]
        for unit in built.units
        if unit.name in units
    }
    for kind, group in (("Kustomization", "kustomize.toolkit.fluxcd.io"), ("HelmRelease", "helm.toolkit.fluxcd.io")):
        for item in built.of(group, kind):
            place = (kind, item.key.namespace, item.key.name)
            unit = built.unit_of[item]
            if unit.name in units and waits_for(unit, item):
                found.setdefault(units[unit.name], []).append(place)
            found.setdefault(place, []).extend(
                (kind, str(reference.get("namespace") or item.key.namespace), str(reference.get("name")))
                for reference in maps(at(item.body, "spec").get("dependsOn"))
            )
    return found


def _place(unit: Unit) -> _Place:
    if unit.written is None:
        return "Kustomization", FLUX_NAMESPACE, unit.name
    key = ObjectKey.of(unit.written)
    return key.kind, key.namespace, key.name


def _without_ends(waits: dict[_Place, list[_Place]]) -> dict[_Place, list[_Place]]:
    """The same without those that in the end wait for nobody, or that nobody waits for in the end: nothing without a circle."""
    for graph in (waits, _turned(waits)):
        left = {
            place: {other for other in others if other in waits} for place, others in graph.items() if place in waits
        }
        behind = _turned(left)
        ends = [place for place, others in left.items() if not others]
        while ends:
            place = ends.pop()
            del left[place]
            for other in behind.get(place, ()):
                left[other].discard(place)
                if not left[other]:
                    ends.append(other)
        waits = {place: others for place, others in waits.items() if place in left}
    return waits


def _turned(waits: Mapping[_Place, Iterable[_Place]]) -> dict[_Place, list[_Place]]:
    """Who is waited for by whom."""
    found: dict[_Place, list[_Place]] = {place: [] for place in waits}
    for place, others in waits.items():
        for other in others:
            found.setdefault(other, []).append(place)
    return found


def _circle(waits: dict[_Place, list[_Place]], start: _Place) -> list[_Place]:
    """The way from an object back to itself; nothing where there is none."""
    before: dict[_Place, _Place] = {}
    todo = [start]
    while todo:
        here = todo.pop()
        for other in waits.get(here, ()):
            if other == start:
                way = [start]
                while here != start:
                    way.append(here)
                    here = before[here]
                return [start, *reversed(way[1:]), start]
            if other not in before:
                before[other] = here
                todo.append(other)
    return []
