"""What a rule is, what it finds, and what it cannot tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from ..changes import Difference
from ..model import Finding, Level, ObjectKey, Place
from ..order import Built, Item, once
from ._example import Example

__all__ = [
    "RULES",
    "ChangeFound",
    "ChangeHit",
    "Finding",
    "Found",
    "Hit",
    "Level",
    "Needs",
    "Rule",
    "Unknown",
    "change_rule",
    "once",
    "rule",
]

Needs = Literal["objects", "lab", "change"]
"""What a rule looks at: objects alone, wherever they come from; the lab that they were made from as well; or two trees."""


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


@dataclass(frozen=True, slots=True)
class ChangeHit:
    """Something that is dangerous about a change of the tree.

    Attributes:
        effect: what happens to the object and may be accepted, one of `model.CHANGES`; empty where nothing may.
        key: the object.
        reason: what happens, and why.
        fix: how to do without it, or what to do first; what to write where it is meant is added to it.
    """

    effect: str
    key: ObjectKey
    reason: str
    fix: str


Found = Iterator[Hit | Unknown]
"""What a rule yields."""

Look = Callable[[Built], Iterable[Hit | Unknown]]

ChangeFound = Iterator[ChangeHit]
"""What a rule of change yields."""

ChangeLook = Callable[[Difference], Iterable[ChangeHit]]


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
        change: yields what it finds in two trees, for a rule of change.
        local: whether what it finds in a unit follows from that unit and its namespaces alone.
        apart: whether what it finds in a unit follows from that unit, and from others only as far as they bear its name.
        tree_only: whether it is about how the tree is written, and says nothing of what charts render.
        lock_only: whether all that it finds is that the lab was not locked as it is.
        example: what it finds something in, and what mends it; for a rule of change, from what is committed to what is written.
        says: what it says of the example: `object: reason; fix`, with an empty line between two findings.
        harmless: a change that it lets through, for a rule of change.
        see: pages of upstream with the reasons.
    """

    code: str
    name: str
    level: Level
    about: str
    look: Look
    change: ChangeLook | None = None
    needs: Needs = "objects"
    local: bool = False
    apart: bool = False
    tree_only: bool = False
    lock_only: bool = False
    example: Example = Example()
    says: str = ""
    harmless: Example = Example()
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
    apart: bool = False,
    tree_only: bool = False,
    lock_only: bool = False,
    example: str | Mapping[str, str] = "",
    says: str = "",
    see: tuple[str, ...] = (),
) -> Callable[[Look], Look]:
    """Enter a function as a rule; it yields a `Hit` for each fault, and an `Unknown` for what it cannot tell.

    Its docstring is the rule's documentation: a sentence for what is true when it passes, then what it looks at and
    why. A test looks at the example with it: it finds what `says` says, and nothing once that is mended.

    Args:
        code: its code, which never changes and is never given again.
        name: the name of its file.
        level: how bad it is; an `error` stops the write.
        needs: `lab` for a rule that reads homelab.yaml, components or facts of charts beside the objects.
        local: whether what it finds in a unit follows from that unit and its namespaces alone, whatever the unit is
            called; then it looks at one of each sort of unit first, and at all where it finds anything.
        apart: the same for a rule that looks at what a unit names, too (objects by their names, pods by their labels), and
            at no uniqueness: of units that differ in their name alone, only those of whose name nothing else bears any
            part are left out.
        tree_only: whether it is about how the tree is written, such as who prunes what; then it is not asked about what
            charts render.
        lock_only: whether all that it finds is that the lab was not locked as it is, which `homelab lock` mends; then it
            says nothing against another choice that was never locked.
        example: the least objects, in YAML, that it finds something in, as a diff to what mends them: lines begin with `-`,
            `+` or a space. Where objects are not enough, such a diff for each file of a lab that matters, by its name.
        says: what it says of the example: `object: reason; fix`, with an empty line between two findings.
        see: addresses of upstream pages with the reasons.
    """

    def enter(look: Look) -> Look:
        _enter(
            Rule(
                code=code,
                name=name,
                level=level,
                about=_about(look.__doc__),
                look=look,
                needs=needs,
                local=local,
                apart=apart,
                tree_only=tree_only,
                lock_only=lock_only,
                example=Example.of(example),
                says=says.strip("\n"),
                see=see,
            )
        )
        return look

    return enter


def change_rule(
    code: str,
    name: str,
    *,
    level: Level = "error",
    example: Mapping[str, str] | None = None,
    says: str = "",
    harmless: Mapping[str, str] | None = None,
    see: tuple[str, ...] = (),
) -> Callable[[ChangeLook], ChangeLook]:
    """Enter a function as a rule of change; it yields a `ChangeHit` for everything that it finds.

    Its docstring is the rule's documentation; `example` is a change that it finds, `harmless` one that it lets through: diffs
    by the name of a folder or file of the tree. For the rest see `rule`.
    """

    def enter(look: ChangeLook) -> ChangeLook:
        _enter(
            Rule(
                code=code,
                name=name,
                level=level,
                about=_about(look.__doc__),
                look=lambda built: (),
                change=look,
                needs="change",
                example=Example.of(example or ""),
                says=says.strip("\n"),
                harmless=Example.of(harmless or ""),
                see=see,
            )
        )
        return look

    return enter


def _enter(entered: Rule) -> None:
    known = RULES.get(entered.code)
    if known is not None and known.name != entered.name:
        raise ValueError(f"two rules have the code {entered.code}: {known.name} and {entered.name}")
    RULES[entered.code] = entered


def _about(text: str | None) -> str:
    return "\n".join(line.strip() for line in (text or "").strip().splitlines())
