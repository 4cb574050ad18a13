"""What of an object its CRD's rules can tell from another, so that many alike are judged once.

A rule reaches a field of an object by its name alone, which stands in the rule's text; there is no other way to it. So
objects that are equal in all fields that rules name, and in those that have defaults, get the same verdict. Two whole
objects may be compared, too: therefore what is left out of an object leaves a number behind, equal for equal ones.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ._trail import Trail

__all__ = ["Outline", "outline_of"]

_Schema = Mapping[str, Any]
_WORD = re.compile(r"\w+")
_ESCAPES = (("__underscores__", "__"), ("__dot__", "."), ("__dash__", "-"), ("__slash__", "/"))

_encode = json.JSONEncoder(default=str, check_circular=False, separators=(",", ":")).encode


@dataclass(slots=True, kw_only=True, eq=False)
class Outline:
    """Which fields count at a place of a schema; at an `open` one everything does."""

    open: bool = False
    fields: dict[str, Outline] = field(default_factory=dict)
    rest: Outline | None = None
    items: Outline | None = None

    def of(self, body: Mapping[str, Any]) -> str:
        """What counts of an object."""
        seen: dict[str, int] = {}
        found: dict[str, Any] = {}
        for key, inner in self.fields.items():
            value = body.get(key)
            if key == "metadata" and isinstance(value, Mapping):
                found[key] = [value.get("name"), value.get("generateName")]
            elif key in body:
                found[key] = inner.reduced(value, seen, marked=False)
        return _encode(found)

    def reduced(self, value: Any, seen: dict[str, int], *, marked: bool = True) -> Any:
        """A value without what does not count; what is `marked` may be compared with others as a whole."""
        if self.open:
            return value
        if isinstance(value, (dict, Mapping)):
            result: dict[str, Any] = {}
            for key, item in value.items():
                inner = self.fields.get(key, self.rest)
                if inner is not None:
                    result[key] = inner.reduced(item, seen)
            if marked and len(result) < len(value):
                result[""] = seen.setdefault(_encode(value), len(seen))
            return result
        if isinstance(value, (list, tuple)) and self.items is not None:
            return [self.items.reduced(item, seen) for item in value]
        return value


def outline_of(trail: Trail) -> Outline:
    """The outline of a CRD's schema, from the trail that leads to its rules."""
    fields = dict(_outline(trail.schema, trail, frozenset()).fields)
    # A CRD serves one kind, and each version has rules of its own; metadata is there whether the schema says so or not.
    for name in ("apiVersion", "kind"):
        fields.pop(name, None)
    if "metadata" in _named(trail):
        fields["metadata"] = Outline(open=True)
    return Outline(fields=fields)


def _outline(schema: _Schema, trail: Trail | None, words: frozenset[str]) -> Outline:
    if trail is not None:
        words |= _named(trail)
    properties, rest, items = schema.get("properties"), schema.get("additionalProperties"), schema.get("items")
    if isinstance(properties, Mapping):
        below = trail.fields if trail is not None else {}
        counting = {
            name: _outline(inner, below.get(name), words)
            for name, inner in properties.items()
            if name in words or name in below or _has_defaults(inner)
        }
        return Outline(fields=counting)
    if isinstance(rest, Mapping):
        return Outline(rest=_outline(rest, trail.rest if trail is not None else None, words))
    if isinstance(items, Mapping):
        return Outline(items=_outline(items, trail.items if trail is not None else None, words))
    return Outline(open=True)


def _named(trail: Trail) -> frozenset[str]:
    """Every word of the rules of a place, as fields are called."""
    text = " ".join(f"{rule.get('rule')} {rule.get('messageExpression', '')}" for rule in trail.rules)
    found = {*_WORD.findall(text), *trail.keys}
    for word in [word for word in found if "__" in word]:
        plain = word
        for escaped, char in _ESCAPES:
            plain = plain.replace(escaped, char)
        found |= {plain, word.removeprefix("__").removesuffix("__")}
    # A field may also be taken out of a map by a text that holds its name.
    return frozenset(found | set(re.findall(r"['\"]([^'\"]+)['\"]", text)))


def _has_defaults(schema: _Schema) -> bool:
    if "default" in schema:
        return True
    inner = [*(schema.get("properties") or {}).values(), schema.get("additionalProperties"), schema.get("items")]
    return any(_has_defaults(item) for item in inner if isinstance(item, Mapping))
