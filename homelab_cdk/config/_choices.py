"""The answers that a file gives to the slots."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

from ..model import SLOTS, ComponentChoice, Place
from ._document import Document, Path
from ._peek import Finding
from ._schema import LONGEST_NAME, NONE

__all__ = ["check_ids", "choices_of", "refused_slots"]

_LONGEST_ID = 50
"""Helm takes release names of at most 53 characters; units and namespaces are named after the id."""


def refused_slots(document: Document) -> frozenset[str]:
    """The slots that are answered with `none`."""
    return frozenset(slot for slot in SLOTS if document.get(slot) == NONE)


def choices_of(document: Document) -> Iterator[tuple[Path, ComponentChoice]]:
    """All answers, by slot in the order of the architecture, each with where it stands.

    What does not have the shape of an answer is left out; the schema reports it.
    """
    for slot in SLOTS.values():
        value = document.get(slot.name)
        if isinstance(value, str) and value != NONE and slot.takes != "instances":
            yield (slot.name,), _choice(document, slot.name, value, value, None, (slot.name,))
        elif isinstance(value, list):
            for number, item in enumerate(value):
                if isinstance(item, str):
                    path: Path = (slot.name, number)
                    yield path, _choice(document, slot.name, item, item, None, path)
        elif isinstance(value, dict):
            for name, inner in value.items():
                if slot.takes != "instances":
                    path = (slot.name, name)
                    yield path, _choice(document, slot.name, name, name, inner, path)
                elif isinstance(inner, dict):
                    for instance, options in inner.items():
                        path = (slot.name, name, instance)
                        yield path, _choice(document, slot.name, name, instance, options, path)


def _choice(document: Document, slot: str, name: str, instance: str, options: Any, path: Path) -> ComponentChoice:
    given = options if isinstance(options, dict) else {}
    places: dict[str, Place] = {}
    for key, value in given.items():
        _collect(document, (*path, key), value, key, places)
    is_key = not isinstance(path[-1], int) and len(path) > 1
    return ComponentChoice(
        slot=slot,
        choice=name,
        instance=instance,
        options=MappingProxyType(given),
        place=document.key_place(path) if is_key else document.value_place(path),
        places=MappingProxyType(places),
    )


def _collect(document: Document, path: Path, value: Any, name: str, places: dict[str, Place]) -> None:
    places[name] = document.key_place(path)
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in entries:
        _collect(document, (*path, key), inner, f"{name}.{key}", places)


def check_ids(document: Document) -> Iterator[Finding]:
    """Answers whose construct ids, which name units and namespaces, collide or are too long."""
    seen: dict[str, Place] = {}
    for path, choice in choices_of(document):
        first = seen.setdefault(choice.id, choice.place)
        if first is not choice.place and not isinstance(path[-1], int):
            yield (
                path,
                f'the instance "{choice.instance}" of {choice.choice} gets the id {choice.id}, which is taken in line'
                f" {first.line}; units and namespaces are named by it: give the instance another name",
            )
        elif len(choice.id) > _LONGEST_ID and len(choice.instance) <= LONGEST_NAME:
            yield (
                path,
                f'the instance "{choice.instance}" of {choice.choice} gets the id {choice.id} of {len(choice.id)}'
                f" characters, and at most {_LONGEST_ID} are allowed; give it a shorter name",
            )
