"""Sizes and storage classes of volumes, wherever people write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..model import BUILT_IN_GROUPS, ChartFacts, ObjectKey, VolumeFact, WorkloadFact, at, bytes_text, parse_bytes
from ..order import FLUX_GROUPS
from ._change import Change
from ._difference import Difference
from ._fields import shrinks
from ._tree import HELM

__all__ = ["VolumeChange", "class_changes", "released_changes", "shrinkages"]

_SIZE = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:[KMGTPE]i|[kMGTPE])")
_SIZE_KEYS = frozenset({"diskSize", "requestedSize", "size", "storage", "storageSize"})
_CLASS_KEYS = frozenset({"className", "storageClass", "storageClassName"})
_ABOUT_VOLUMES = re.compile(r"persist|storage|volume|pvc|disk|data", re.IGNORECASE)

Leaf = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeChange:
    """A change of a volume that a chart makes.

    Attributes:
        key: the claim, or the StatefulSet that makes one for each pod.
        effect: `delete` or `refuse`.
        message: what changes and what happens.
    """

    key: ObjectKey
    effect: str
    message: str


def shrinkages(difference: Difference) -> Iterator[tuple[ObjectKey, str]]:
    """Sizes in custom resources and values that become smaller."""
    for change in _written(difference):
        before, after = (_sizes(spec) for spec in _specs(change))
        for path, size in before.items():
            if path in after and shrinks(size, after[path]):
                yield change.key, f"{path} ({size} → {after[path]})"


def class_changes(difference: Difference) -> Iterator[tuple[ObjectKey, str]]:
    """Storage classes in custom resources and values that become others."""
    for change in _written(difference):
        before, after = (_classes(spec) for spec in _specs(change))
        for path, name in before.items():
            if path in after and after[path] != name:
                yield change.key, f"{path} ({name} → {after[path]})"


def released_changes(difference: Difference) -> Iterator[VolumeChange]:
    """What charts do to the volumes of releases that stay, as facts before and after say."""
    for key, old in difference.before.facts.items():
        new = difference.after.facts.get(key)
        change = difference.by_key.get(key)
        if new is None or new is old or key not in difference.after.objects:
            continue
        if change is not None and change.what in ("delete", "recreate"):
            continue
        yield from _released(key, old, new)
    yield from _grown(difference)


def _grown(difference: Difference) -> Iterator[VolumeChange]:
    """Sizes in values that grow, as large as what a StatefulSet asks for: facts of the new values are not there yet."""
    for change in _written(difference):
        facts = difference.before.facts.get(change.key)
        if change.key.group != HELM or facts is None or facts != difference.after.facts.get(change.key):
            continue
        before, after = (_sizes(spec) for spec in _specs(change))
        for path, size in before.items():
            if path in after and shrinks(after[path], size):
                for (key, name), volume in _volumes(facts).items():
                    if volume.per_replica and volume.size == parse_bytes(size):
                        yield VolumeChange(
                            key=key,
                            effect="refuse",
                            message=f"the values of {change.key.name} raise {path} ({size} → {after[path]}), most likely of"
                            f" its volumeClaimTemplates ({name}), which no one may change, so the upgrade fails",
                        )


def _released(release: ObjectKey, old: ChartFacts, new: ChartFacts) -> Iterator[VolumeChange]:
    was, now = _volumes(old), _volumes(new)
    for (key, name), volume in was.items():
        then = now.get((key, name))
        if volume.per_replica:
            if then == volume:
                continue
            if then is None and not _has(new, key):
                yield VolumeChange(
                    key=key,
                    effect="delete",
                    message=f"the chart of {release.name} has it no more, and Helm deletes it; its volumes {name} stay, and"
                    " nothing mounts them",
                )
                continue
            detail = f"{name} is gone" if then is None else f"{name}: {_difference(volume, then)}"
            yield VolumeChange(
                key=key,
                effect="refuse",
                message=f"the chart of {release.name} changes its volumeClaimTemplates ({detail}), which no one may, so the"
                " upgrade fails",
            )
        elif then is None:
            yield VolumeChange(
                key=key,
                effect="delete",
                message=f"the chart of {release.name} has it no more, and Helm deletes the volume and what is stored in it",
            )
        elif then.size < volume.size or then.storage_class != volume.storage_class:
            yield VolumeChange(
                key=key,
                effect="refuse",
                message=f"the chart of {release.name} changes it ({_difference(volume, then)}), which no one may, so the"
                " upgrade fails",
            )
    for (key, name), volume in now.items():
        if volume.per_replica and (key, name) not in was and any(other == key for other, _ in was):
            yield VolumeChange(
                key=key,
                effect="refuse",
                message=f"the chart of {release.name} changes its volumeClaimTemplates ({name} is new), which no one may, so"
                " the upgrade fails",
            )


def _difference(old: VolumeFact, new: VolumeFact) -> str:
    parts = []
    if old.size != new.size:
        parts.append(f"{bytes_text(old.size)} → {bytes_text(new.size)}")
    if old.storage_class != new.storage_class:
        parts.append(f"class {old.storage_class or 'of the default'} → {new.storage_class or 'of the default'}")
    if old.per_replica != new.per_replica:
        parts.append("one for all pods → one for each" if new.per_replica else "one for each pod → one for all")
    return ", ".join(parts)


def _volumes(facts: ChartFacts) -> dict[tuple[ObjectKey, str], VolumeFact]:
    found: dict[tuple[ObjectKey, str], VolumeFact] = {}
    for workload in facts.workloads:
        for volume in workload.volumes if not workload.hook else ():
            found[_holder(workload, volume), volume.name] = volume
    return found


def _holder(workload: WorkloadFact, volume: VolumeFact) -> ObjectKey:
    if volume.per_replica:
        return workload.key
    return ObjectKey("", "PersistentVolumeClaim", workload.namespace, volume.name)


def _has(facts: ChartFacts, key: ObjectKey) -> bool:
    return any(item.key == key for item in facts.workloads)


def _written(difference: Difference) -> Iterator[Change]:
    """Changed custom resources, and releases whose facts would not show what their values change."""
    for change in difference.of("change", "adopt"):
        key = change.key
        if key.group == HELM:
            if key not in difference.before.proven or key not in difference.after.proven:
                yield change
        elif key.group not in BUILT_IN_GROUPS and key.group not in FLUX_GROUPS:
            yield change


def _specs(change: Change) -> tuple[Any, Any]:
    bodies = [placed.body if placed else {} for placed in (change.before, change.after)]
    if change.key.group == HELM:
        return at(bodies[0], "spec", "values"), at(bodies[1], "spec", "values")
    return at(bodies[0], "spec"), at(bodies[1], "spec")


def _sizes(value: Any) -> dict[str, str]:
    return {
        path: size
        for path, size in _leaves(value)
        if _SIZE.fullmatch(size) and path.rpartition(".")[2] in _SIZE_KEYS and _ABOUT_VOLUMES.search(path)
    }


def _classes(value: Any) -> dict[str, str]:
    return {
        path: name
        for path, name in _leaves(value)
        if name
        and (path.rpartition(".")[2] in _CLASS_KEYS or path.endswith("storage.class"))
        and "ngress" not in path
        and (path.rpartition(".")[2] != "className" or _ABOUT_VOLUMES.search(path))
    }


def _leaves(value: Any, path: str = "") -> Iterator[Leaf]:
    """Every text of a tree of maps and lists; an item of a list is called by its name, where it has one."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, (list, tuple)):
        for number, inner in enumerate(value):
            name = inner.get("name") if isinstance(inner, Mapping) else None
            yield from _leaves(inner, f"{path}[{name if isinstance(name, str) else number}]")
    elif isinstance(value, str):
        yield path, value
