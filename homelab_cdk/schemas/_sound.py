"""The schema of a CRD without what no API server would take, so that nobody who reads it has to look out for that.

A CRD with such parts is found by itself, as an object of Kubernetes' own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..model import maps, texts

__all__ = ["sound"]

_TYPES = frozenset({"array", "boolean", "integer", "number", "object", "string"})
_NUMBERS = frozenset({"maximum", "minimum", "multipleOf"})
_COUNTS = frozenset({"maxItems", "maxLength", "maxProperties", "minItems", "minLength", "minProperties"})
_INNER = frozenset({"additionalProperties", "items", "not"})
_BRANCHES = frozenset({"allOf", "anyOf", "oneOf"})
_NAMES = frozenset({"required", "x-kubernetes-list-map-keys"})


def sound(schema: Mapping[Any, Any]) -> dict[str, Any]:
    """The parts of a structural schema that are of the types that they have to be."""
    result: dict[str, Any] = {}
    for key, value in schema.items():
        if key == "properties":
            if isinstance(value, Mapping):
                result[key] = {str(name): sound(inner) for name, inner in value.items() if isinstance(inner, Mapping)}
        elif key in _INNER:
            if isinstance(value, (bool, Mapping)):
                result[key] = value if isinstance(value, bool) else sound(value)
        elif key in _BRANCHES:
            result[key] = [sound(inner) for inner in maps(value)]
        elif key in _NAMES:
            result[key] = texts(value)
        elif key == "x-kubernetes-validations":
            result[key] = [rule for rule in maps(value) if isinstance(rule.get("rule"), str)]
        elif _is_sound(key, value):
            result[key] = value
    return result


def _is_sound(key: object, value: object) -> bool:
    if key == "type":
        return isinstance(value, str) and value in _TYPES
    if key == "enum":
        return isinstance(value, list)
    if key == "pattern":
        return isinstance(value, str)
    if key in _NUMBERS:
        return isinstance(value, (int, float)) and not isinstance(value, bool) and value == value
    if key in _COUNTS:
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return isinstance(key, str)
