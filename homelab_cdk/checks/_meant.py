"""What to write in place of a name that is not there, and what else can be done."""

from __future__ import annotations

from collections.abc import Iterable

from ..schemas import nearest

__all__ = ["another_of", "either", "in_place_of"]


def in_place_of(name: str, there: Iterable[str]) -> str:
    """What to write in place of a name that nothing has, out of those that there are; empty where there are none."""
    known = sorted({*there} - {""})
    near = nearest(name, known)
    return f"write {near}" if near is not None else another_of(known)


def another_of(known: Iterable[str]) -> str:
    """What to write where it is not known which name was meant; empty where there are none."""
    return "write the name of one that is there" if any(known) else ""


def either(*ways: str) -> str:
    """Several ways to mend something, in a row; empty ones are left out."""
    *first, last = [way for way in ways if way]
    return f"{', '.join(first)}, or {last}" if first else last
