"""Trees of objects as rules look at them: labs of which nothing but the objects is known."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..constructs import Lab, UnitChart
from ..model import Body, GroupKind, ObjectKey, at, maps
from ..order import Beyond, Built, Item, Unit
from ..trees import Cluster, Files, Group, Made, Making, Reader, clusters_of, fresh, is_listing, items_of, no_object

__all__ = ["read"]

_KUSTOMIZE = GroupKind("kustomize.toolkit.fluxcd.io", "Kustomization")

_ONE = "objects"
"""The folder of objects that come from no file."""


def read(source: Path | Iterable[Body]) -> tuple[list[Built], tuple[str, ...]]:
    """What is applied to each cluster that some objects are for, and what was left aside, with the reason.

    Args:
        source: a folder of YAML files, or the objects themselves.

    Raises:
        BuildError: the folder is not there.
    """
    if isinstance(source, Path):
        reader = Reader(Files(source))
        clusters = clusters_of(reader)
        return [_built(cluster) for cluster in clusters], tuple(_skipped(reader, clusters))
    cluster, skipped = _given(source)
    return [_built(cluster)], skipped


def _given(bodies: Iterable[Body]) -> tuple[Cluster, tuple[str, ...]]:
    """Objects that come from no file; one among them that is a Kustomization of the path `objects` applies them."""
    making, skipped = Making(), list[str]()
    for given in bodies:
        for body in items_of(given):
            problem = no_object(body)
            if problem:
                skipped.append(f"{body!r:.60}: {problem}")
            elif isinstance(body, dict) and not is_listing(body):
                making.made.append(Made(body=body, file="", line=0))
    cluster = Cluster(groups=[Group(name=_ONE, making=making)])
    for one in making.made:
        path = str(at(one.body, "spec").get("path") or "").strip("./")
        if GroupKind.of(one.body) == _KUSTOMIZE and path == _ONE:
            group = Group(name=one.name, by=one.body, making=making)
            cluster.groups, cluster.applied = [group], {(str(one.metadata.get("namespace") or ""), one.name): group}
            break
    return cluster, tuple(skipped)


def _skipped(reader: Reader, clusters: list[Cluster]) -> Iterable[str]:
    groups = [group for cluster in clusters for group in cluster.groups]
    yield from reader.unread(set[str]().union(*(group.making.data for group in groups)))
    yield from (f"{name}: {reason}" for name, reason in reader.entries.left_out.items())
    faults = (
        f"{one.file}: it names {one.what}: {one.reason}"
        for group in groups
        for one in group.making.outside
        if one.fault
    )
    yield from dict.fromkeys(faults)


def _built(cluster: Cluster) -> Built:
    """What is applied to a cluster, as rules look at it."""
    lab = Lab()
    units: dict[Group, Unit] = {}
    variables: dict[Item, frozenset[str]] = {}
    adrift: dict[str, str] = {}
    hashed: set[Item] = set()
    sources: list[tuple[str, str, str]] = []
    names = {"."}
    for group in cluster.groups:
        name = _free(group.name, names)
        place = at(group.by, "spec").get("targetNamespace") if group.by else None
        chart = UnitChart(lab, name.replace("/", "-"), namespace=str(place or "default"))
        unit = units[group] = Unit(name=name, layer="apps", chart=chart, config=False, by_hand=group.by is None)
        unit.written = group.by or {"spec": {}}
        for made, item in zip(group.making.made, _items(chart, group.making.made), strict=True):
            unit.items.append(item)
            if unit.by_hand and cluster.applied and item.key.namespace and not made.metadata.get("namespace"):
                adrift.setdefault(item.key.namespace, f"whoever applies {name}")
            if made.hashed:
                hashed.add(item)
            if made in group.unknown:
                variables[item] = group.unknown[made]
        sources += [
            (chart.path, one.what, f"{one.file} names it, and {one.reason}")
            for one in group.making.outside
            if one.brings
        ]
    told: set[Unit] = set()
    by_name = {place: units[group] for place, group in cluster.applied.items()}
    for unit in units.values():
        for item in unit.items:
            own = by_name.get((item.key.namespace, item.key.name)) if item.key.group_kind == _KUSTOMIZE else None
            if own is not None and own not in told:
                own.written = item.body
                told.add(own)
    for (namespace, _), unit in by_name.items():
        for reference in maps(at(unit.written, "spec").get("dependsOn")):
            other = by_name.get((str(reference.get("namespace") or namespace), str(reference.get("name"))))
            if other is not None:
                unit.depends_on.setdefault(other.name, [])
    beyond = Beyond(
        variables=variables,
        adrift=adrift,
        hashed=frozenset(hashed),
        own=frozenset(cluster.own),
        sources=tuple(sources),
    )
    return Built(lab=lab, units=list(units.values()), is_bare=True, beyond=beyond)


def _free(name: str, taken: set[str]) -> str:
    """A name for a unit that no other one has, nor one that differs from it in nothing but slashes."""
    free, number = name, 2
    while free.replace("/", "-") in taken:
        free, number = f"{name}-{number}", number + 1
    taken.add(free.replace("/", "-"))
    return free


def _items(chart: UnitChart, content: list[Made]) -> Iterable[Item]:
    taken = set[str]()
    for number, made in enumerate(content):
        body = fresh(made.body)
        key = ObjectKey.of(body)
        id = "-".join([key.kind.lower(), *([key.namespace] if key.namespace else []), key.name]).replace("/", "-")
        id = f"{id}-{number}" if id in taken else id
        taken.add(id)
        source = (made.file, made.line) if made.file else None
        manifest = chart.add_manifest(body, id=id, source=source)
        yield Item(body=manifest.body, path=manifest.path, chart=chart, key=ObjectKey.of(manifest.body))
