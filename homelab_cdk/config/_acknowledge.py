"""The part of the JSON Schema about dangerous changes that are wanted."""

from __future__ import annotations

from typing import Any

from ..model import CHANGES

__all__ = ["acknowledge_schema"]


def acknowledge_schema() -> dict[str, Any]:
    """The schema of the key `acknowledge`."""
    wanted = {"object": "PersistentVolumeClaim media/library", "change": "delete", "reason": "moved to the NAS"}
    properties: dict[str, dict[str, Any]] = {
        "object": {
            "type": "string",
            "pattern": r"^[A-Z][A-Za-z0-9]*(\.[a-z0-9.-]+)? ([a-z0-9-]+/)?[A-Za-z0-9][A-Za-z0-9.:_-]*$",
            "patternErrorMessage": "expected an object as findings name it, Kind namespace/name, such as"
            " PersistentVolumeClaim media/library",
            "description": "The object: its kind, namespace and name.",
        },
        "change": {
            "enum": list(CHANGES),
            "description": "What happens to it: it is deleted, or deleted and made anew; the API server refuses it and"
            " somebody helps by hand; it is left behind, or loses its protection.",
        },
        "reason": {
            "type": "string",
            "minLength": 1,
            "description": "Why that is right, for whoever reads the file next.",
        },
    }
    return {
        "type": "array",
        "description": "Dangerous changes that are wanted, each for one object and until Flux has applied it; the finding"
        " that refuses a change says what to write here.",
        "items": {
            "type": "object",
            "description": "A dangerous change that is wanted.",
            "properties": {name: {**schema, "examples": [wanted[name]]} for name, schema in properties.items()},
            "additionalProperties": False,
            "required": list(properties),
        },
        "examples": [[wanted]],
    }
