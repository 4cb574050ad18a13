"""What namespaces let in, ordered so that it is found fast which of it is about some pods."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..order import Built
from ._pods import PodSet
from ._policies import ingress, policies
from ._read import Map, at, maps
from ._rule import once

__all__ = ["Doors", "doors_of"]

_Door = tuple[Map, list[Map]]
"""A selector of pods and the ports of theirs that are open; no ports mean all."""


@dataclass(slots=True)
class Doors:
    """What a namespace lets in: by a label that the pods have, and for selectors that name none."""

    by_label: dict[tuple[str, object], list[_Door]] = field(default_factory=dict)
    others: list[_Door] = field(default_factory=list)

    def of(self, pods: list[PodSet]) -> Iterator[_Door]:
        """Those that may be of some pods."""
        if any(one.loose for one in pods):
            for doors in self.by_label.values():
                yield from doors
        else:
            for label in dict.fromkeys(item for one in pods for item in one.labels.items()):
                yield from self.by_label.get(label, ())
        yield from self.others


@once
def doors_of(built: Built) -> dict[str, Doors]:
    """What each namespace lets in."""
    found: dict[str, Doors] = {}
    for namespace, items in policies(built).items():
        doors = found.setdefault(namespace, Doors())
        for item in items:
            selector = at(item.body, "spec", "podSelector")
            label = next(iter(at(selector, "matchLabels").items()), None)
            for rule_ in ingress(item):
                door = (selector, maps(rule_.get("ports")))
                if label is None or not isinstance(label[1], str):
                    doors.others.append(door)
                else:
                    doors.by_label.setdefault((str(label[0]), label[1]), []).append(door)
    return found
