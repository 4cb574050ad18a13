"""What a rule is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ..changes import Difference
from ..model import Finding, Level, ObjectKey
from ..order import Built, once

__all__ = ["RULES", "ChangeFound", "Finding", "Found", "Level", "Rule", "change_rule", "once", "rule"]

Found = Iterator[tuple[str, str, str]]
"""What a rule yields: the construct's path, the object or whatever it is about, and the message."""

Look = Callable[[Built], Iterable[tuple[str, str, str]]]

ChangeFound = Iterator[tuple[str, ObjectKey, str]]
"""What a rule of change yields: the effect that may be acknowledged (empty where none may), the object and the message."""

ChangeLook = Callable[[Difference], Iterable[tuple[str, ObjectKey, str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One check: its code, its name for what is true when it passes, and the function that looks.

    A rule of change looks at two trees instead, with `change`.
    """

    code: str
    name: str
    level: Level
    about: str
    look: Look
    change: ChangeLook | None = None


RULES: dict[str, Rule] = {}
"""All rules by code."""


def rule(code: str, name: str, *, level: Level = "error") -> Callable[[Look], Look]:
    """Enter a function as a rule; it yields (construct path, subject, message) for everything that it finds.

    Its docstring is the rule's documentation.
    """

    def enter(look: Look) -> Look:
        if code in RULES and RULES[code].name != name:
            raise ValueError(f"two rules have the code {code}: {RULES[code].name} and {name}")
        RULES[code] = Rule(code=code, name=name, level=level, about=(look.__doc__ or "").strip(), look=look)
        return look

    return enter


def change_rule(code: str, name: str, *, level: Level = "error") -> Callable[[ChangeLook], ChangeLook]:
    """Enter a function as a rule of change; it yields (effect, object, message) for everything that it finds.

    Its docstring is the rule's documentation.
    """

    def enter(look: ChangeLook) -> ChangeLook:
        rule(code, name, level=level)(lambda built: ())
        RULES[code] = Rule(
            code=code,
            name=name,
            level=level,
            about=(look.__doc__ or "").strip(),
            look=lambda built: (),
            change=look,
        )
        return look

    return enter
