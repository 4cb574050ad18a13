"""What docstrings in Google style say about parameters and attributes."""

from __future__ import annotations

import inspect
import re

__all__ = ["entries", "first_sentence"]

_ENTRY = re.compile(r"(\*{0,2}\w+)(?:\s*\([^)]*\))?:\s*(.*)\Z")
_HEADING = re.compile(r"[A-Z]\w+(?: \w+)?:\Z")


def entries(docstring: str | None, heading: str) -> dict[str, str]:
    """The entries below `Args:` or `Attributes:`, each as one line of text."""
    result: dict[str, str] = {}
    current: str | None = None
    inside = False
    indent = 0
    for line in inspect.cleandoc(docstring or "").splitlines():
        depth = len(line) - len(line.lstrip())
        text = line.strip()
        if depth == 0 and text:
            inside = text == f"{heading}:" and _HEADING.match(text) is not None
            current, indent = None, 0
        elif inside and text:
            indent = indent or depth
            match = _ENTRY.match(text) if depth == indent else None
            if match is not None:
                current = match[1].lstrip("*")
                result[current] = match[2]
            elif current is not None:
                result[current] = f"{result[current]} {text}".strip()
    return result


def first_sentence(docstring: str | None) -> str:
    """The first paragraph of a docstring, as one line."""
    return " ".join(inspect.cleandoc(docstring or "").split("\n\n")[0].split())
