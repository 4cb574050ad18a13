"""What a rule is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ..model import Finding, Level
from ..order import Built, once

__all__ = ["RULES", "Finding", "Found", "Level", "Rule", "once", "rule"]

Found = Iterator[tuple[str, str, str]]
"""What a rule yields: the construct's path, the object or whatever it is about, and the message."""

Look = Callable[[Built], Iterable[tuple[str, str, str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One check: its code, its name for what is true when it passes, and the function that looks."""

    code: str
    name: str
    level: Level
    about: str
    look: Look


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
