"""The part of a CRD's schema that leads to something which no JSON Schema can say: CEL rules, and lists that are maps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Trail", "trail_of"]

_Schema = Mapping[str, Any]
_Path = tuple[str | int, ...]


@dataclass(slots=True, kw_only=True, eq=False)
class Trail:
    """A place of a schema where something has to be looked at, or below which there is one."""

    schema: _Schema
    rules: tuple[Mapping[str, Any], ...] = ()
    """Its `x-kubernetes-validations`."""
    keys: tuple[str, ...] = ()
    """The fields that tell the items of this list apart (`x-kubernetes-list-map-keys`)."""
    fields: dict[str, Trail] = field(default_factory=dict)
    rest: Trail | None = None
    items: Trail | None = None

    @property
    def leads_somewhere(self) -> bool:
        """Whether there is anything to look at, here or below."""
        return bool(self.rules or self.keys or self.fields or self.rest or self.items)

    @property
    def has_rules(self) -> bool:
        """Whether there are CEL rules, here or below."""
        below = [*self.fields.values(), *(inner for inner in (self.rest, self.items) if inner is not None)]
        return bool(self.rules) or any(inner.has_rules for inner in below)

    def places(self, value: object, path: _Path = ()) -> Iterator[tuple[Trail, object, _Path]]:
        """The places of an object that have to be looked at, from the outside in."""
        if self.rules or self.keys:
            yield self, value, path
        if isinstance(value, Mapping):
            if not (self.fields or self.rest):
                return
            for key, item in value.items():
                inner = self.fields.get(key)
                if inner is None and key not in (self.schema.get("properties") or ()):
                    inner = self.rest
                if inner is not None and item is not None:
                    yield from inner.places(item, (*path, key))
        elif isinstance(value, (list, tuple)) and self.items is not None:
            for index, item in enumerate(value):
                yield from self.items.places(item, (*path, index))


def trail_of(schema: _Schema) -> Trail | None:
    """The trail of a structural schema; nothing where it does not lead anywhere."""
    keys = schema.get("x-kubernetes-list-map-keys") if schema.get("x-kubernetes-list-type") == "map" else None
    rest, items = schema.get("additionalProperties"), schema.get("items")
    found = Trail(
        schema=schema,
        rules=tuple(schema.get("x-kubernetes-validations") or ()),
        keys=tuple(map(str, keys or ())),
        rest=trail_of(rest) if isinstance(rest, Mapping) else None,
        items=trail_of(items) if isinstance(items, Mapping) else None,
    )
    for name, inner in (schema.get("properties") or {}).items():
        below = trail_of(inner)
        if below is not None:
            found.fields[name] = below
    return found if found.leads_somewhere else None
