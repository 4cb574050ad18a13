"""What is down while a change is rolled out, as far as manifests and facts show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..model import ChartFacts, Map, ObjectKey, WorkloadFact, at, maps, text
from ._change import Change
from ._difference import Difference
from ._tree import HELM

__all__ = ["Down", "downtime"]

_WORKLOADS = frozenset({"DaemonSet", "Deployment", "StatefulSet"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Down:
    """A workload that is down, or some of its pods are.

    Attributes:
        key: the workload, or what makes it.
        why: what happens to it.
        certain: whether that follows from the trees; otherwise it may be so.
    """

    key: ObjectKey
    why: str
    certain: bool


def downtime(difference: Difference) -> list[Down]:
    """What is down meanwhile: workloads of the tree, and those of releases by what is known of their charts.

    Pods that operators make are left out but for a word: what they do, only they know.
    """
    found: dict[ObjectKey, Down] = {}
    for change in difference.of("change", "adopt", "recreate"):
        for item in _of(change, difference):
            found.setdefault(item.key, item)
    return [found[key] for key in sorted(found)]


def _of(change: Change, difference: Difference) -> Iterator[Down]:
    key = change.key
    if key.group == "apps" and key.kind in _WORKLOADS:
        yield from _workload(change)
    elif key.group == HELM:
        yield from _release(change, difference.before.facts.get(key), difference.after.facts.get(key))


def _workload(change: Change) -> Iterator[Down]:
    key = change.key
    if change.what == "recreate":
        yield Down(key=key, why="deleted and made anew: down until its pods run again", certain=True)
        return
    before, after = (at(placed.body if placed else {}, "spec") for placed in (change.before, change.after))
    replicas = _number(after.get("replicas"))
    if replicas == 0 and _number(before.get("replicas")) > 0:
        yield Down(key=key, why="scaled to nothing", certain=True)
        return
    if before.get("template") == after.get("template"):
        return
    if key.kind == "DaemonSet":
        yield Down(key=key, why="its pod restarts on one machine after the other", certain=True)
    elif key.kind == "StatefulSet":
        if text(at(after, "updateStrategy").get("type")) == "OnDelete":
            return
        if replicas <= 1:
            yield Down(key=key, why="its one pod restarts", certain=True)
    elif text(at(after, "strategy").get("type")) == "Recreate":
        yield Down(key=key, why="its pods are stopped before new ones start (Recreate)", certain=True)
    elif _claims(after):
        yield Down(
            key=key,
            why="its new pod shares a volume with the old one, and where only one machine may mount that, waits for it",
            certain=False,
        )


def _release(change: Change, before: ChartFacts | None, after: ChartFacts | None) -> Iterator[Down]:
    key = change.key
    if change.what == "recreate":
        names = [item.name for item in (before or ChartFacts()).workloads if not item.hook]
        what = f": {', '.join(names)}" if names else ""
        yield Down(key=key, why=f"uninstalled and installed again, all of it down meanwhile{what}", certain=True)
        return
    specs = [at(placed.body if placed else {}, "spec") for placed in (change.before, change.after)]
    if all(specs[0].get(name) == specs[1].get(name) for name in ("chart", "chartRef", "values", "valuesFrom")):
        return
    if after is None:
        yield Down(key=key, why="an upgrade, and nothing is known of its chart", certain=False)
        return
    was = {item.key: item for item in (before or ChartFacts()).workloads}
    for item in after.workloads:
        old = was.get(item.key)
        why = _restart(item)
        if not item.hook and old is not None and why:
            changed = old.containers != item.containers or old.init_containers != item.init_containers
            yield Down(
                key=item.key,
                why=why if changed else f"if the upgrade of {key.name} changes its pods, {why}",
                certain=changed and item.kind != "Deployment",
            )


def _restart(item: WorkloadFact) -> str:
    """What a restart of a chart's workload means; empty where others of its pods go on."""
    if item.kind == "DaemonSet":
        return "its pod restarts on one machine after the other"
    if item.kind == "StatefulSet" and item.replicas <= 1:
        return "its one pod restarts"
    if item.kind == "Deployment" and any(not volume.per_replica for volume in item.volumes):
        return "its new pod shares a volume with the old one, and may wait for it"
    return ""


def _claims(spec: Map) -> bool:
    return any(at(item, "persistentVolumeClaim") for item in maps(at(spec, "template", "spec").get("volumes")))


def _number(value: object) -> int:
    return value if isinstance(value, int) else 1
