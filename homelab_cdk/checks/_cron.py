"""Schedules as the library `robfig/cron` reads them, which Kubernetes, Velero, Longhorn and CloudNativePG use."""

from __future__ import annotations

import re

from ..model import seconds

__all__ = ["unreadable"]

_FIELDS = (
    ("second", 0, 59, ()),
    ("minute", 0, 59, ()),
    ("hour", 0, 23, ()),
    ("day of the month", 1, 31, ()),
    ("month", 1, 12, ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")),
    ("day of the week", 0, 6, ("sun", "mon", "tue", "wed", "thu", "fri", "sat")),
)
_WORDS = ("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly")
_RANGE = re.compile(r"(?P<first>\*|\?|[a-z0-9]+)(-(?P<last>[a-z0-9]+))?(/(?P<step>[0-9]+))?")


def unreadable(text: object, *, with_seconds: bool = False, with_zone: bool = True) -> tuple[str, str] | None:
    """Why a schedule cannot be read, and what to write; nothing where it can.

    Args:
        text: the schedule.
        with_seconds: whether it has a field for seconds before the others.
        with_zone: whether it may begin with a time zone, such as `TZ=Europe/Berlin`.
    """
    fields = _FIELDS if with_seconds else _FIELDS[1:]
    if not isinstance(text, str):
        return f"is {text!r}, which is no text", f"write {len(fields)} fields such as {_example(with_seconds)}"
    words = text.split()
    if "TZ" in text and not with_zone:
        return f"is {text!r}, which names a time zone, and the API server refuses that", "write it into spec.timeZone"
    if words and words[0].startswith(("TZ=", "CRON_TZ=")):
        words = words[1:]
    if words and words[0].startswith("@"):
        every = words[0] == "@every" and len(words) == 2 and seconds(words[1])
        if every or (words[0] in _WORDS and len(words) == 1):
            return None
        return f"is {text!r}, which is none of {', '.join(_WORDS)}", "write one of those, or @every 12h"
    if len(words) != len(fields):
        first = ", of which the first is for seconds" if with_seconds else ""
        reason = f"is {text!r}, which has {len(words)} fields of {len(fields)}{first}"
        return reason, f"write one such as {_example(with_seconds)}"
    for word, (name, least, most, names) in zip(words, fields, strict=True):
        if not all(_fits(part, least, most, names) for part in word.lower().split(",")):
            return f"is {text!r}, and {word} is no {name}", f"write {least} to {most}, a range, a list or *"
    return None


def _fits(part: str, least: int, most: int, names: tuple[str, ...]) -> bool:
    found = _RANGE.fullmatch(part)
    if found is None:
        return False
    first, last, step = found["first"], found["last"], found["step"]
    if step is not None and int(step) == 0:
        return False
    if first in "*?":
        return last is None
    numbers = [_number(word, least, names) for word in (first, last) if word is not None]
    return all(number is not None and least <= number <= most for number in numbers) and numbers == sorted(
        number for number in numbers if number is not None
    )


def _number(word: str, least: int, names: tuple[str, ...]) -> int | None:
    if word in names:
        return names.index(word) + least
    return int(word) if word.isdecimal() else None


def _example(with_seconds: bool) -> str:
    return "0 30 3 * * *" if with_seconds else "30 3 * * *"
