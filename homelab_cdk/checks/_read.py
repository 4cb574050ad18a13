"""Reading bodies of any shape: what is not there, or is of another type, is empty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..model import EMPTY, Map, at, mapping, maps, texts
from ..order import Item

__all__ = [
    "EMPTY",
    "WORKLOADS",
    "Map",
    "at",
    "containers",
    "mapping",
    "maps",
    "pod_spec",
    "pod_template",
    "quoted",
    "selector_text",
    "selects",
    "texts",
]

WORKLOADS = {
    "apps": ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"),
    "batch": ("Job", "CronJob"),
    "": ("Pod",),
}
"""Built-in kinds that make pods, by group."""


def pod_template(item: Item) -> Map:
    """Metadata and spec of the pods that a workload makes."""
    if item.key.kind == "Pod":
        return item.body
    if item.key.kind == "CronJob":
        return at(item.body, "spec", "jobTemplate", "spec", "template")
    return at(item.body, "spec", "template")


def pod_spec(item: Item) -> Map:
    """The spec of the pods that a workload makes."""
    return mapping(pod_template(item).get("spec"))


def containers(pod: Map) -> Iterator[Map]:
    """All containers of a pod, those that initialise it included."""
    yield from maps(pod.get("containers"))
    yield from maps(pod.get("initContainers"))


def selects(selector: Map, labels: Mapping[str, str]) -> bool:
    """Whether a label selector takes these labels; an empty one takes all."""
    for key, value in mapping(selector.get("matchLabels")).items():
        if labels.get(key) != value:
            return False
    return all(_holds(term, labels) for term in maps(selector.get("matchExpressions")))


def selector_text(selector: Map) -> str:
    """A label selector as kubectl writes it."""
    equal = [f"{key}={value}" for key, value in mapping(selector.get("matchLabels")).items()]
    terms = [
        " ".join([str(term.get("key")), str(term.get("operator")), ",".join(texts(term.get("values")))]).strip()
        for term in maps(selector.get("matchExpressions"))
    ]
    return ", ".join([*equal, *terms])


def _holds(term: Map, labels: Mapping[str, str]) -> bool:
    key = str(term.get("key", ""))
    values: Sequence[str] = texts(term.get("values"))
    match term.get("operator"):
        case "In":
            return labels.get(key) in values
        case "NotIn":
            return labels.get(key) not in values
        case "Exists":
            return key in labels
        case "DoesNotExist":
            return key not in labels
    return True


def quoted(value: object) -> str:
    """What a field holds, to be read after `is`."""
    return "not set" if value is None else repr(value)
