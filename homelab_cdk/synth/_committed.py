"""The tree that is committed, as far as it differs from the one that is about to be written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import yaml

from .._errors import LockError
from .._yaml_dialect import Loader
from ..changes import Placed, Tree, chart_of
from ..constructs import shipped_entry
from ..model import Body, ChartFacts, Lock, LockEntry, ObjectKey, fingerprint, parse_lock
from ..order import Built
from ..rollout import release_key, rollout_of

__all__ = ["committed_lock", "committed_tree", "objects_in", "wanted_tree"]

_RELEASE = "HelmRelease"
_UPSTREAM = "-upstream"


def objects_in(content: bytes) -> list[Body]:
    """The objects of a file; of one that is no YAML none."""
    try:
        return [item for item in yaml.load_all(content, Loader) if isinstance(item, dict)]
    except yaml.YAMLError:
        return []


def committed_lock(content: bytes) -> Lock:
    """A lock of the past; an empty one where this library cannot read it."""
    try:
        return parse_lock(content) if content else Lock()
    except LockError:
        return Lock()


def wanted_tree(built: Built, early: Iterable[Body]) -> Tree:
    """The tree that is about to be written."""
    objects: dict[ObjectKey, Placed] = {}
    for folder, bodies in rollout_of(built).folders.items():
        for body in bodies:
            key = ObjectKey.of(body)
            objects[key] = Placed(key=key, body=body, folder=folder)
    known = {release_key(release): found for release, found in built.releases}
    return Tree(
        objects=objects,
        facts={key: found.facts for key, found in known.items() if found.standing != "unknown"},
        proven=frozenset(key for key, found in known.items() if found.standing == "proven"),
        early=tuple(early),
    )


def committed_tree(
    wanted: Tree,
    old: Iterable[tuple[str, Body]],
    fresh: Iterable[ObjectKey],
    *,
    lock: Lock,
    same_lock: bool,
    early: Iterable[Body],
) -> Tree:
    """The tree that was: the new one without what is new, and with what is no more.

    Args:
        wanted: the new one.
        old: objects that are no more as they were, with their files.
        fresh: objects that were not there, or not so.
        lock: the lock of that time.
        same_lock: whether it is that of today.
        early: what was applied by hand.
    """
    objects = dict(wanted.objects)
    changed = set(fresh)
    for key in changed:
        objects.pop(key, None)
    for path, body in old:
        key = ObjectKey.of(body)
        changed.add(key)
        objects[key] = Placed(key=key, body=body, folder=path.rpartition("/")[0])
    facts: dict[ObjectKey, ChartFacts] = {}
    proven: set[ObjectKey] = set()
    for key, item in objects.items():
        if key.kind != _RELEASE and key not in wanted.facts:
            continue
        if same_lock and key not in changed:
            if key in wanted.facts:
                facts[key] = wanted.facts[key]
            if key in wanted.proven:
                proven.add(key)
            continue
        entry = _entry(item, objects, lock)
        if entry is not None:
            facts[key] = _facts(entry, key, wanted.facts.get(key))
            if entry.values == fingerprint((item.body.get("spec") or {}).get("values") or {}):
                proven.add(key)
        elif key in wanted.facts and key not in changed:
            facts[key] = wanted.facts[key]
    return Tree(objects=objects, facts=facts, proven=frozenset(proven), early=tuple(early))


def _entry(item: Placed, objects: dict[ObjectKey, Placed], lock: Lock) -> LockEntry | None:
    """What the lock of that time, or else the library, knows of the chart of a release."""
    key = item.key
    chart = chart_of(item, objects) if key.kind == _RELEASE else ""
    name = key.name if key.kind == _RELEASE else key.name.removesuffix(_UPSTREAM)
    for construct, entry in lock.entries.items():
        fits = construct.rpartition("/")[2] == name and entry.namespace in ("", key.namespace)
        if fits and chart in ("", entry.chart.name):
            return entry
    return shipped_entry(chart) if chart else None


def _facts(entry: LockEntry, key: ObjectKey, known: ChartFacts | None) -> ChartFacts:
    facts = entry.facts
    if entry.namespace not in ("", key.namespace):
        facts = facts.moved(entry.namespace, key.namespace)
    # The same object where they are equal, which rules see at a glance.
    return known if known is not None and known == facts else replace(facts)
