"""Reading bodies of any shape: what is not there, or is of another type, is empty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

__all__ = ["EMPTY", "Map", "at", "mapping", "maps", "named", "text", "texts", "walk_maps"]

Map = Mapping[str, Any]

EMPTY: Map = MappingProxyType({})


def mapping(value: object) -> Map:
    """The value where it is a map."""
    # `dict` comes first, here and below: that takes a tenth of the time of the check for any `Mapping`.
    return value if isinstance(value, (dict, Mapping)) else EMPTY


def maps(value: object) -> list[Map]:
    """The maps of a list."""
    return [item for item in value if isinstance(item, (dict, Mapping))] if isinstance(value, (list, tuple)) else []


def text(value: object) -> str:
    """The value where it is text."""
    return value if isinstance(value, str) else ""


def texts(value: object) -> list[str]:
    """The texts of a list."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, (list, tuple)) else []


def at(value: object, *keys: str) -> Map:
    """The map behind some keys."""
    for key in keys:
        if not isinstance(value, (dict, Mapping)):
            return EMPTY
        value = value.get(key)
    return value if isinstance(value, (dict, Mapping)) else EMPTY


def named(value: object, *keys: str) -> str:
    """The `name` in the map behind some keys."""
    return text(at(value, *keys).get("name"))


def walk_maps(value: object) -> Iterator[Map]:
    """Every map of a tree of maps and lists."""
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, (dict, Mapping)):
            yield item
            pending.extend(item.values())
        elif isinstance(item, (list, tuple)):
            pending.extend(item)
