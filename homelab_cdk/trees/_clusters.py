"""The clusters that a tree is for, and what is applied to each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from posixpath import dirname

from ..model import Body, GroupKind, ObjectKey, at
from ._entries import Entries, Loose, Reader
from ._files import Written
from ._flux import KUSTOMIZATION, Source, apply, source_of
from ._made import Made, Making
from ._variables import variables_in

__all__ = ["Cluster", "Group", "clusters_of"]

_Name = tuple[str, str]
"""Namespace and name of a Kustomization."""

_ALIKE = 5
"""Of one part in so many that two have in common, they are for two clusters."""

_ROUNDS = 4
"""How often the variables are looked for in what was found with them."""


@dataclass(slots=True, kw_only=True, eq=False)
class Group:
    """Objects that are applied together.

    Attributes:
        name: that of the Kustomization, or the folder.
        by: the Kustomization that applies them; nothing where that is not in the tree.
        making: the objects, and what the tree does not show of them.
        unknown: by object, the variables in it that stand for nothing known; of what nothing in the tree applies, all.
    """

    name: str
    by: Body | None = None
    making: Making
    unknown: dict[Made, frozenset[str]] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True, eq=False)
class Cluster:
    """What is applied to one cluster.

    Attributes:
        groups: everything.
        folders: those of its entries.
        applied: what its Kustomizations apply.
        own: kind, namespace and name of what they read the tree from.
        is_flux: whether Flux applies anything to it.
    """

    groups: list[Group] = field(default_factory=list)
    folders: set[str] = field(default_factory=set)
    applied: dict[_Name, Group] = field(default_factory=dict)
    own: set[Source] = field(default_factory=set)
    is_flux: bool = False

    @property
    def keys(self) -> set[ObjectKey]:
        """Everything in it."""
        return {ObjectKey.of(one.body) for group in self.groups for one in group.making.made}

    @property
    def files(self) -> set[str]:
        """The files that it is made of."""
        return set[str]().union(*(group.making.files for group in self.groups))


def clusters_of(reader: Reader) -> list[Cluster]:
    """The clusters of a tree; one at least.

    Entries in one folder, or in a folder below that of another, are for one cluster, and so are those that hardly have an object
    in common. What Flux does not apply belongs to the cluster whose entries lie nearest, or to all of them.
    """
    entries = reader.entries
    found: list[Cluster] = []
    for folders, loose, circles in _together(entries):
        _join(found, _expanded(reader, folders, loose, circles))
    files = set[str]().union(*(cluster.files for cluster in found))
    rest = [one for one in entries.loose if not one.is_live and not one.making.files <= files]
    if not found:
        for one in rest:
            if one.is_listed:
                _join(found, Cluster(groups=[_group(one)], folders={one.folder}))
        rest = [one for one in rest if not one.is_listed]
        found = found or [Cluster()]
    for one in sorted(rest, key=lambda loose: loose.is_early):
        for cluster in _nearest(found, one.folder):
            there = cluster.keys if cluster.is_flux or one.is_early else set[ObjectKey]()
            new: list[Made] = []
            for made in one.making.made:
                key = ObjectKey.of(made.body)
                if key not in there:
                    new.append(made)
                if one.is_early:
                    there.add(key)
            cluster.groups.append(_group(one, new))
    return found


def _together(entries: Entries) -> Iterator[tuple[set[str], list[Loose], list[Written]]]:
    """The entries of Flux that are surely for one cluster, with their folders."""
    loose = [one for one in entries.loose if one.is_live]
    folders = {one.folder for one in loose} | {dirname(one.file) or "." for one in entries.circles}
    outermost = [one for one in sorted(folders) if not any(_within(one, other) for other in folders - {one})]
    for top in outermost:
        inside = {one for one in folders if _within(one, top)}
        yield (
            inside,
            [one for one in loose if one.folder in inside],
            [one for one in entries.circles if (dirname(one.file) or ".") in inside],
        )


def _within(inner: str, outer: str) -> bool:
    return outer == "." or inner == outer or inner.startswith(f"{outer}/")


def _join(found: list[Cluster], cluster: Cluster) -> None:
    """Add what is for one cluster to the first that it may be a part of, or as another one."""
    for other in found:
        both = other.keys & cluster.keys
        applied = other.applied.keys() & cluster.applied.keys()
        if not applied and len(both) * _ALIKE <= min(len(other.keys), len(cluster.keys)):
            other.groups += cluster.groups
            other.folders |= cluster.folders
            other.applied.update(cluster.applied)
            other.own |= cluster.own
            return
    found.append(cluster)


def _nearest(found: list[Cluster], folder: str) -> list[Cluster]:
    """The clusters whose entries lie nearest to a folder, or have most names of folders in common with it."""
    near = [max((_shared(folder, other) for other in cluster.folders), default=(0, 0)) for cluster in found]
    return [cluster for cluster, steps in zip(found, near, strict=True) if steps == max(near)]


def _shared(one: str, other: str) -> tuple[int, int]:
    """How many steps two folders have in common from the root, and how many at all."""
    pairs = zip(one.split("/"), other.split("/"), strict=False)
    steps = next(
        (number for number, (left, right) in enumerate(pairs) if left != right),
        min(one.count("/"), other.count("/")) + 1,
    )
    return steps, len(set(one.split("/")) & set(other.split("/")))


def _group(loose: Loose, made: list[Made] | None = None) -> Group:
    whole = loose.making
    making = whole if made is None else Making(made=made, files=whole.files, data=whole.data, outside=whole.outside)
    unknown = {one: names for one in making.made if (names := variables_in(one.body))}
    return Group(name=loose.folder.strip("./") or "tree", making=making, unknown=unknown)


def _expanded(reader: Reader, folders: set[str], loose: list[Loose], circles: list[Written]) -> Cluster:
    """What follows from some entries; variables may stand in what they lead to, so that it takes a few rounds."""
    shelf = _Shelf(reader)
    cluster = Cluster()
    for _ in range(_ROUNDS):
        cluster = Cluster(groups=[_group(one) for one in loose], folders=folders, is_flux=True)
        todo = [Made(body=one.body, file=one.file, line=one.line) for one in circles]
        todo += [made for group in cluster.groups for made in _kustomizations(group.making)]
        while todo:
            one = todo.pop(0)
            name = (str(one.metadata.get("namespace") or ""), one.name)
            folder = reader.paths.folder_of(one.body)
            if folder is None or name in cluster.applied:
                continue
            applied = apply(reader.kustomize, one.body, folder, shelf.look)
            group = Group(name=one.name, by=one.body, making=applied.making, unknown=applied.unknown)
            cluster.applied[name] = group
            cluster.own.add(source_of(one.body))
            cluster.groups.append(group)
            todo += _kustomizations(applied.making)
        if not shelf.learn(cluster):
            break
    # What somebody applied first, and Flux goes on with, has one owner.
    owned = {ObjectKey.of(made.body) for group in cluster.applied.values() for made in group.making.made}
    for number, whole in enumerate(loose):
        own = [made for made in whole.making.made if ObjectKey.of(made.body) not in owned]
        cluster.groups[number] = _group(whole, own)
    return cluster


def _kustomizations(making: Making) -> list[Made]:
    return [one for one in making.made if GroupKind.of(one.body) == KUSTOMIZATION]


class _Shelf:
    """The ConfigMaps and Secrets that variables are taken from."""

    def __init__(self, reader: Reader) -> None:
        self._written: dict[tuple[str, str], list[Body]] = {}
        for written in reader.written.values():
            for one in written:
                if one.body.get("kind") in ("ConfigMap", "Secret"):
                    name = str(at(one.body, "metadata").get("name"))
                    self._written.setdefault((str(one.body["kind"]), name), []).append(one.body)
        self._made: dict[tuple[str, str, str], Body] = {}
        self._asked: set[tuple[str, str, str]] = set()

    def look(self, kind: str, namespace: str, name: str) -> Body | None:
        """The object of a kind, namespace and name: as it is applied, or else the only one that is written anywhere."""
        self._asked.add((kind, namespace, name))
        found = self._made.get((kind, namespace, name))
        alike = self._written.get((kind, name), [])
        return found if found is not None or len(alike) != 1 else alike[0]

    def learn(self, cluster: Cluster) -> bool:
        """Take in what is applied to a cluster; whether anything that was asked for is another now."""
        before = {key: self._made.get(key) for key in self._asked}
        for group in cluster.groups:
            for one in group.making.made:
                kind = str(one.body.get("kind"))
                if kind in ("ConfigMap", "Secret"):
                    self._made[kind, str(one.metadata.get("namespace") or ""), one.name] = one.body
        return any(self._made.get(key) != body for key, body in before.items())
