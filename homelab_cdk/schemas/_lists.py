"""Lists that are maps: no two items have the same key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ._shape import Problem
from ._trail import Trail
from ._words import dotted

__all__ = ["duplicates"]


def duplicates(trail: Trail, value: Mapping[str, object]) -> Iterator[Problem]:
    """The items of `x-kubernetes-list-type: map` lists whose keys another item of the list has already."""
    for place, items, path in trail.places(value):
        if not place.keys or not isinstance(items, (list, tuple)):
            continue
        seen: dict[str, int] = {}
        for index, item in enumerate(items):
            if not isinstance(item, Mapping):
                continue
            identity = repr([item.get(key) for key in place.keys])
            first = seen.setdefault(identity, index)
            if first != index:
                shown = ", ".join(f"{key} {item.get(key)!r}" for key in place.keys if key in item)
                yield Problem(
                    path=dotted((*path, index)),
                    message=f"has the same {shown or ' and '.join(place.keys)} as item {first} of the list",
                    suggestion="each may be there once",
                )
