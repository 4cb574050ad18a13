"""Reading bodies of any shape: what is not there, or is of another type, is empty."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

__all__ = ["at", "maps", "named", "seconds", "text", "walk_maps"]

_DURATION = re.compile(r"([0-9]+(\.[0-9]+)?(ms|s|m|h))+")
_PART = re.compile(r"([0-9]+(?:\.[0-9]+)?)(ms|s|m|h)")
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}


def at(value: Any, *keys: str) -> dict[str, Any]:
    """The map behind some keys."""
    for key in keys:
        if not isinstance(value, dict):
            return {}
        value = value.get(key)
    return value if isinstance(value, dict) else {}


def maps(value: Any) -> list[dict[str, Any]]:
    """The maps of a list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def text(value: Any) -> str:
    """The value where it is text."""
    return value if isinstance(value, str) else ""


def named(value: Any, *keys: str) -> str:
    """The `name` in the map behind some keys."""
    return text(at(value, *keys).get("name"))


def walk_maps(value: Any) -> Iterator[dict[str, Any]]:
    """Every map of a tree of maps and lists."""
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, dict):
            yield item
            pending.extend(item.values())
        elif isinstance(item, list):
            pending.extend(item)


def seconds(value: Any) -> float | None:
    """The length of a duration such as `1h30m`; nothing where it is none (source: the pattern in Flux's CRDs)."""
    if not isinstance(value, str) or not _DURATION.fullmatch(value):
        return None
    return sum(float(number) * _UNITS[unit] for number, unit in _PART.findall(value))
