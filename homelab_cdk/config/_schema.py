"""The JSON Schema of `homelab.yaml`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..model import SLOTS, DnsLabel, Slot
from ._annotations import schema_of
from ._lab_schema import VERSION, lab_properties
from ._options import Option, options_of

if TYPE_CHECKING:
    from ..constructs import Component

__all__ = ["LONGEST_NAME", "NONE", "json_schema", "known_components"]

Schema = dict[str, Any]

NONE = "none"
"""The answer that refuses a slot."""

LONGEST_NAME = 40
"""The most characters of an instance's name; its id goes into names of Helm releases, which take 53."""

_REQUIRED = ["version", "name", "domain", "nodes", "networks", "git"]


def known_components(kinds: Iterable[type[Component]] | None = None) -> list[type[Component]]:
    """The components that a file may choose: the given ones, or the whole catalogue."""
    if kinds is not None:
        return list(kinds)
    from ..components import load_components
    from ..constructs import components

    load_components()
    return components()


def json_schema(
    kinds: Iterable[type[Component]] | None = None, *, only: Iterable[str] | None = None
) -> dict[str, object]:
    """The JSON Schema (Draft 2020-12) of `homelab.yaml`, derived from the components' typed options.

    Args:
        kinds: the components to choose from; by default the whole catalogue.
        only: names of the components whose options are worked out; by default all. A schema for one file needs no more
            than that file's.

    Raises:
        TypeError: an option of a component has an annotation without a counterpart in JSON Schema.
    """
    chosen = known_components(kinds)
    wanted = None if only is None else set(only)
    properties = lab_properties()
    definitions: dict[str, Schema] = {}
    for slot in SLOTS.values():
        answers = [kind for kind in chosen if kind.info.slot == slot.name]
        if answers:
            properties[slot.name] = _slot(slot, answers)
        for kind in answers:
            if wanted is None or kind.info.name in wanted:
                definitions[kind.info.name] = _component(kind, definitions)
            else:
                definitions[kind.info.name] = {}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:homelab-cdk:homelab.yaml:{VERSION}",
        "title": "homelab.yaml",
        "description": "A home lab: its machines, its networks, and which systems run in it.",
        "type": "object",
        "required": _REQUIRED,
        "properties": properties,
        "additionalProperties": False,
        "$defs": dict(sorted(definitions.items())),
    }


def _slot(slot: Slot, answers: list[type[Component]]) -> Schema:
    names = [kind.info.name for kind in answers]
    choices = "; ".join(f"{kind.info.name}: {kind.info.about}" for kind in answers)
    title = slot.title[:1].upper() + slot.title[1:]
    result: Schema = {
        "title": title,
        "description": f"{title}: {slot.about}. {choices}. {NONE}: nothing at all.",
    }
    mapping: Schema = {
        "type": "object",
        "properties": {name: {"$ref": f"#/$defs/{name}"} for name in names},
        "additionalProperties": False,
        "minProperties": 1,
    }
    if slot.takes == "instances":
        mapping["properties"] = {
            name: {
                "type": "object",
                "description": f"Instances of {name}, by name.",
                "propertyNames": {**schema_of(DnsLabel), "maxLength": LONGEST_NAME},
                "additionalProperties": {"$ref": f"#/$defs/{name}"},
                "minProperties": 1,
            }
            for name in names
        }
        result["anyOf"] = [{"enum": [NONE]}, mapping]
        result["examples"] = [{names[0]: {"main": {}}}]
    elif slot.takes == "one":
        mapping["maxProperties"] = 1
        result["anyOf"] = [{"enum": [*names, NONE]}, mapping]
        result["examples"] = [names[0]]
    else:
        many: Schema = {"type": "array", "items": {"enum": names}, "minItems": 1, "uniqueItems": True}
        result["anyOf"] = [{"enum": [*names, NONE]}, many, mapping]
        result["examples"] = [names[0], names]
    return result


def _component(kind: type[Component], definitions: dict[str, Schema]) -> Schema:
    info = kind.info
    options = options_of(kind)
    about = f"{info.title}: {info.about}. {info.docs}"
    if info.ending is not None:
        about += f" (end of life: {info.ending.reason}; successor: {info.ending.successor})"
    result: Schema = {
        "title": info.title,
        "description": about,
        "type": ["object", "null"],
        "properties": {option.key: _property(option, definitions) for option in options},
        "additionalProperties": False,
    }
    required = [option.key for option in options if option.required]
    if required:
        result["required"] = required
    return result


def _property(option: Option, definitions: dict[str, Schema]) -> Schema:
    schema = dict(option.schema)
    if not option.common:
        return schema
    name = f"common{option.key[:1].upper()}{option.key[1:]}"
    definitions.setdefault(name, schema)
    return {"$ref": f"#/$defs/{name}"} if definitions[name] == schema else schema
