"""A lab while it is damaged."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from homelab_cdk.model import Body, ObjectKey
from homelab_cdk.order import Built, Item

__all__ = ["Objects", "Patient", "at", "drop_at", "put_at"]


@dataclass(slots=True, kw_only=True)
class Patient:
    """A lab while it is damaged: what it is made from, and what is to happen to it once it is built."""

    text: str
    lock: str
    apps: dict[str, str] = field(default_factory=dict)
    on_objects: list[Callable[[Objects], None]] = field(default_factory=list)
    on_units: list[Callable[[Built], None]] = field(default_factory=list)
    touched: list[str] = field(default_factory=list)
    """Names of the objects that are damaged; the finding has to name one of them."""
    is_fresh: bool = False
    """Whether the lab is built anew, because more than its objects is damaged."""


class Objects:
    """The objects of a built lab; what is damaged is copied first."""

    def __init__(self, items: list[Item]) -> None:
        self.items = list(items)

    def index(self, name: str) -> int:
        kind, _, place = name.partition(" ")
        namespace, _, own = place.rpartition("/")
        found = [
            number
            for number, item in enumerate(self.items)
            if (item.key.kind, item.key.namespace, item.key.name) == (kind, namespace, own)
        ]
        assert len(found) == 1, f"{len(found)} objects are called {name}"
        return found[0]

    def edit(self, name: str, change: Callable[[Body], None]) -> None:
        number = self.index(name)
        body = copy.deepcopy(self.items[number].body)
        change(body)
        assert body != self.items[number].body, f"nothing of {name} is damaged"
        self.items[number] = replace(self.items[number], body=body, key=ObjectKey.of(body))

    def add(self, like: str, body: Body) -> None:
        """Add an object to the component or app of another one."""
        beside = self.items[self.index(like)]
        path = f"{beside.chart.path}/added"
        self.items.append(replace(beside, body=body, key=ObjectKey.of(body), path=path))

    def remove(self, name: str) -> None:
        del self.items[self.index(name)]


def at(holder: Any, keys: list[str]) -> Any:
    for key in keys:
        holder = holder[_index(holder, key)] if isinstance(holder, list) else holder[key]
    return holder


def _index(entries: list[Any], key: str) -> int:
    """A place in a list: its number, or `kind=Schedule` for the entry in which that holds."""
    field, equals, value = key.partition("=")
    return next(number for number, entry in enumerate(entries) if entry[field] == value) if equals else int(key)


def put_at(holder: Any, path: str, value: Any) -> None:
    *keys, last = path.split()
    for key in keys:
        if isinstance(holder, dict) and not isinstance(holder.get(key), (dict, list)):
            holder[key] = {}
        holder = at(holder, [key])
    if isinstance(holder, list):
        if last == "-":
            holder.append(value)
        else:
            holder[int(last)] = value
    else:
        holder[last] = value


def drop_at(holder: Any, path: str) -> None:
    *keys, last = path.split()
    holder = at(holder, keys)
    del holder[int(last) if isinstance(holder, list) else last]
