"""The part of the file about what is right although a rule finds it, and about dangerous changes that are wanted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..model import CHANGES, Acceptance
from ._document import Document, Path

__all__ = ["accept_schema", "accepted", "check_acceptances"]

_KEY = "accept"

_OBJECT = re.compile(r"[A-Z][A-Za-z0-9]*(\.[a-z0-9.-]+)? ([a-z0-9-]+/)?[A-Za-z0-9][A-Za-z0-9.:_-]*")
"""An object as findings name it."""


def accept_schema() -> dict[str, Any]:
    """The schema of the key `accept`."""
    wanted = {"change": "delete", "object": "PersistentVolumeClaim media/library", "reason": "moved to the NAS"}
    properties: dict[str, dict[str, Any]] = {
        "rule": {
            "type": "string",
            "pattern": "^HL[0-9]{3}$",
            "patternErrorMessage": "expected the code of a rule such as HL502; `homelab check --list` shows them",
            "description": "Code of the rule that finds it.",
            "examples": ["HL502"],
        },
        "change": {
            "enum": list(CHANGES),
            "description": "In place of a rule, what happens to the object and is wanted: it is deleted, or deleted and"
            " made anew; the API server refuses it and somebody helps by hand; it is left behind, or loses its"
            " protection.",
            "examples": ["delete"],
        },
        "object": {
            "type": "string",
            "minLength": 1,
            "description": "The object as findings name it, kind, namespace and name.",
            "examples": ["PersistentVolumeClaim media/library"],
        },
        "reason": {
            "type": "string",
            "pattern": r"\S",
            "patternErrorMessage": "expected why that is right, for whoever reads the file next",
            "description": "Why that is right, for whoever reads the file next.",
            "examples": ["moved to the NAS"],
        },
    }
    return {
        "type": "array",
        "items": {
            "type": "object",
            "description": "Something about one object that is right here, by the rule that finds it or by the change that"
            " is wanted.",
            "properties": properties,
            "additionalProperties": False,
            "required": ["object", "reason"],
        },
        "uniqueItems": True,
        "description": "What rules find about single objects and is right in this lab, and dangerous changes that are"
        " wanted, each until Flux has applied it. The finding says what to write here; the report lists every entry, and"
        " says of one that is not needed any more that it has to go.",
        "examples": [[wanted]],
    }


def check_acceptances(document: Document) -> Iterator[tuple[Path, str]]:
    """Entries that name neither a rule nor a change, or both, and changes of what is no object."""
    for number, entry in document.items(_KEY):
        if not isinstance(entry, dict):
            continue
        if ("rule" in entry) == ("change" in entry):
            got = "both" if "rule" in entry else "neither"
            yield (
                (_KEY, number),
                f"{_KEY}[{number}] takes either a rule, the code of a finding, or a change ({', '.join(CHANGES)}), got"
                f" {got}; write one of them",
            )
        named = entry.get("object")
        if "change" in entry and isinstance(named, str) and named and not _OBJECT.fullmatch(named):
            yield (
                (_KEY, number, "object"),
                f"{_KEY}[{number}].object takes an object as findings name it, Kind namespace/name, such as"
                f" PersistentVolumeClaim media/library, got {named!r}",
            )


def accepted(document: Document) -> tuple[Acceptance, ...]:
    """The entries of a valid file."""
    return tuple(
        Acceptance(
            rule=entry.get("rule", ""),
            change=entry.get("change", ""),
            object=entry["object"],
            reason=entry["reason"].strip(),
            place=document.value_place((_KEY, number)),
        )
        for number, entry in document.items(_KEY)
    )
