"""What a rule is, what it finds, and what it cannot tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Literal, TypeVar
from weakref import WeakKeyDictionary

from ..model import Finding, Level, Place
from ..order import Built, Item

__all__ = ["RULES", "Finding", "Found", "Hit", "Level", "Needs", "Rule", "Unknown", "once", "rule"]

Needs = Literal["objects", "lab"]
"""What a rule looks at: objects alone, wherever they come from, or the lab that they were made from as well."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that is wrong.

    Attributes:
        where: path of the construct that made it.
        subject: the object, or whatever it is about.
        reason: what is wrong, what was got and what is allowed.
        fix: how to mend it.
        place: where it is written; by default where the construct comes from.
    """

    where: str
    subject: str
    reason: str
    fix: str
    place: Place | None = None

    @classmethod
    def of(cls, item: Item, reason: str, fix: str) -> Hit:
        """Something that is wrong with an object of the tree."""
        return cls(item.path, str(item.key), reason, fix)


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that a rule cannot tell, because it does not know enough; then it has not passed.

    Attributes:
        where: path of the construct that made it.
        subject: the object, or whatever it is about.
        reason: why it cannot be told.
        fix: how to find out; empty where there is no way.
        place: where it is written; by default where the construct comes from.
    """

    where: str
    subject: str
    reason: str
    fix: str = ""
    place: Place | None = None

    @classmethod
    def of(cls, item: Item, reason: str, fix: str = "") -> Unknown:
        """Something that cannot be told of an object of the tree."""
        return cls(item.path, str(item.key), reason, fix)


Found = Iterator[Hit | Unknown | tuple[str, str, str]]
"""What a rule yields; a bare tuple is a hit with construct path, subject and `reason; fix`."""

Look = Callable[[Built], Iterable[Hit | Unknown | tuple[str, str, str]]]

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One check: its code, its name for what is true when it passes, and the function that looks.

    Attributes:
        code: its stable code.
        name: its name, which is that of its file.
        level: how bad it is; an `error` stops the write.
        about: what is true when it passes and why that matters.
        look: yields what it finds and what it cannot tell.
        needs: what it looks at.
        local: whether what it finds in a unit follows from that unit and its namespaces alone.
        fault: objects in YAML that it finds something in.
        mended: the same objects as they should be.
        see: pages of upstream with the reasons.
    """

    code: str
    name: str
    level: Level
    about: str
    look: Look
    needs: Needs = "objects"
    local: bool = False
    fault: str = ""
    mended: str = ""
    see: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """What is true when it passes, in one sentence."""
        return self.about.partition("\n\n")[0]

    @property
    def details(self) -> str:
        """What it looks at, and why."""
        return self.about.partition("\n\n")[2]


RULES: dict[str, Rule] = {}
"""All rules by code."""


def rule(
    code: str,
    name: str,
    *,
    level: Level = "error",
    needs: Needs = "objects",
    local: bool = False,
    fault: str = "",
    mended: str = "",
    see: tuple[str, ...] = (),
) -> Callable[[Look], Look]:
    """Enter a function as a rule; it yields a `Hit` for each fault, and an `Unknown` for what it cannot tell.

    Its docstring is the rule's documentation: a sentence for what is true when it passes, then what it looks at and
    why. A test runs it over `fault` and over `mended`.

    Args:
        code: its code, which never changes and is never given again.
        name: the name of its file.
        level: how bad it is; an `error` stops the write.
        needs: `lab` for a rule that reads homelab.yaml, components or facts of charts beside the objects.
        local: whether what it finds in a unit follows from that unit and its namespaces alone, whatever the unit is
            called; then it looks at one of each sort of unit first, and at all where it finds anything.
        fault: the least objects, in YAML, that it finds something in.
        mended: the same objects as they should be.
        see: addresses of upstream pages with the reasons.
    """

    def enter(look: Look) -> Look:
        if code in RULES and RULES[code].name != name:
            raise ValueError(f"two rules have the code {code}: {RULES[code].name} and {name}")
        RULES[code] = Rule(
            code=code,
            name=name,
            level=level,
            about="\n".join(line.strip() for line in (look.__doc__ or "").strip().splitlines()),
            look=look,
            needs=needs,
            local=local,
            fault=fault.strip("\n"),
            mended=mended.strip("\n"),
            see=see,
        )
        return look

    return enter


def once(function: Callable[[Built], T]) -> Callable[[Built], T]:
    """Work something out at most once for each lab, whichever rules ask for it."""
    known: WeakKeyDictionary[Built, T] = WeakKeyDictionary()

    @wraps(function)
    def remembered(built: Built) -> T:
        if built not in known:
            known[built] = function(built)
        return known[built]

    return remembered
