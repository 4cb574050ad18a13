"""What to write in place of a value that a schema refuses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ._words import nearest

__all__ = ["remedy"]

_FORMS = {
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a map",
}

_LIMITS = frozenset(
    {
        "exclusiveMaximum",
        "exclusiveMinimum",
        "maxItems",
        "maxLength",
        "maxProperties",
        "maximum",
        "minItems",
        "minLength",
        "minProperties",
        "minimum",
    }
)


def remedy(error: Any) -> str:
    """What to do about a jsonschema error; empty where its message is all that can be said."""
    if error.validator == "pattern":
        return str(error.schema.get("x-hint") or "write it in that form")
    if error.validator == "enum":
        texts = [item for item in error.validator_value if isinstance(item, str)]
        near = nearest(error.instance, texts) if isinstance(error.instance, str) else None
        return f"did you mean {near}?" if near is not None else "write one of those"
    if error.validator == "required":
        missing = [key for key in error.validator_value if key not in error.instance]
        return "add it" if len(missing) == 1 else "add them"
    if error.validator in _LIMITS:
        return "keep within that limit"
    kinds = _kinds(error)
    return _of_type(kinds, error.instance) if kinds else ""


def _kinds(error: Any) -> list[str]:
    """The types of which a value has to be, where that is all that is wrong."""
    if error.validator == "type":
        found = [error.validator_value]
    elif error.validator in ("anyOf", "oneOf") and all(item.validator == "type" for item in error.context):
        found = [item.validator_value for item in error.context]
    else:
        return []
    kinds = [kind for one in found for kind in ([one] if isinstance(one, str) else one)]
    return [kind for kind in dict.fromkeys(kinds) if kind != "null"]


def _of_type(kinds: Sequence[str], value: object) -> str:
    if "string" in kinds and isinstance(value, (bool, int, float)):
        return "write it as a text, in quotes"
    if isinstance(value, str) and _reads_as(kinds, value):
        return "write it without quotes"
    return f"write {' or '.join(_FORMS[kind] for kind in kinds if kind in _FORMS)}"


def _reads_as(kinds: Sequence[str], text: str) -> bool:
    if "boolean" in kinds and text in ("true", "false"):
        return True
    if "integer" in kinds and text.removeprefix("-").isdecimal():
        return True
    try:
        return "number" in kinds and bool(float(text) or True)
    except ValueError:
        return False
