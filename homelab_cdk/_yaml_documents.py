"""Reading YAML as Helm reads it, with the traps that real charts set."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from ._yaml_dialect import Loader

__all__ = ["documents", "load", "split"]

_SEPARATOR = re.compile(r"(?:^|\s*\n)---\s*")
"""How Helm splits: `---# comment` separates documents, which a strict YAML stream reader refuses."""

_TRAILING_TABS = re.compile(r"[ \t]*\t[ \t]*$", re.MULTILINE)


def load(text: str) -> object:
    """One document.

    Raises:
        ValueError: the text is not YAML.
    """
    try:
        return yaml.load(text, Loader)
    except yaml.YAMLError as first:
        if "\t" not in text:
            raise ValueError(str(first)) from None
    try:
        return yaml.load(_TRAILING_TABS.sub("", text), Loader)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from None


def split(text: str) -> list[str]:
    """The documents of a file, as Helm takes them apart; empty ones are left out."""
    return [part for part in _SEPARATOR.split(text) if part.strip()]


def documents(text: str) -> Iterator[object]:
    """The values of all documents of a file that hold more than comments.

    Raises:
        ValueError: one of them is not YAML.
    """
    for part in split(text):
        value = load(part)
        if value is not None:
            yield value
