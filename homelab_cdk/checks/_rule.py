"""What a rule is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from ..order import Built

__all__ = ["RULES", "Finding", "Level", "Rule", "check", "rule"]

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that a rule found.

    Attributes:
        code: the rule's stable code, such as `HL101`.
        level: an `error` stops the write.
        where: path of the construct that made it.
        subject: the object, or whatever it is about.
        message: what is wrong, what was got, what is allowed and how to fix it.
    """

    code: str
    level: Level
    where: str
    subject: str
    message: str

    def __str__(self) -> str:
        return f"{self.level} {self.code} {self.where}: {self.subject}: {self.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One check: its code, its name for what is true when it passes, and the function that looks."""

    code: str
    name: str
    level: Level
    about: str
    look: Callable[[Built], Iterable[tuple[str, str, str]]]


RULES: dict[str, Rule] = {}
"""All rules by code."""


def rule(
    code: str, name: str, *, level: Level = "error"
) -> Callable[[Callable[[Built], Iterable[tuple[str, str, str]]]], Callable[[Built], Iterable[tuple[str, str, str]]]]:
    """Enter a function as a rule; it yields (construct path, subject, message) for everything that it finds.

    Its docstring is the rule's documentation.
    """

    def enter(
        look: Callable[[Built], Iterable[tuple[str, str, str]]],
    ) -> Callable[[Built], Iterable[tuple[str, str, str]]]:
        if code in RULES and RULES[code].name != name:
            raise ValueError(f"two rules have the code {code}: {RULES[code].name} and {name}")
        RULES[code] = Rule(code=code, name=name, level=level, about=(look.__doc__ or "").strip(), look=look)
        return look

    return enter


def check(built: Built) -> list[Finding]:
    """Look at a lab with every rule; findings in the order of the rules' codes."""
    found: list[Finding] = []
    for code in sorted(RULES):
        item = RULES[code]
        found.extend(
            Finding(code=code, level=item.level, where=where, subject=subject, message=message)
            for where, subject, message in item.look(built)
        )
    return found
