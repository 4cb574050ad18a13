"""What a rule finds in a lab, and what somebody accepts with a reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from ._place import Place

__all__ = ["CHANGES", "Acceptance", "Finding", "Level"]

Level = Literal["error", "warning"]

CHANGES = ("delete", "recreate", "refuse", "orphan", "unprotect")
"""What may be wanted: an object is deleted, deleted and made anew, refused by the API server, left behind, or loses its
protection."""

_GROUP = re.compile(r"^([A-Z][A-Za-z0-9]*)\.[a-z0-9.-]+ ")
"""The kind and the API group at the start of an object's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that a rule found.

    Attributes:
        code: the rule's stable code.
        level: an `error` stops the write.
        where: path of the construct that made it.
        subject: the object, or whatever it is about.
        reason: what is wrong, what was got and what is allowed.
        fix: how to mend it.
        place: where in the sources of the lab it comes from, where that is known.
    """

    code: str
    level: Level
    where: str
    subject: str
    reason: str
    fix: str
    place: Place | None = None

    @property
    def message(self) -> str:
        """What is wrong, and how to mend it."""
        return f"{self.reason}; {self.fix}" if self.fix else self.reason

    def __str__(self) -> str:
        place = f"{self.place}: " if self.place else ""
        return f"{self.level} {self.code} {place}{self.where}: {self.subject}: {self.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """What one rule finds about one object is right here, or one dangerous change of it is wanted.

    Attributes:
        rule: the rule's code, or its name, which outlives it; empty for a change.
        change: what happens to the object, one of `CHANGES`; empty for a rule.
        object: the object as the finding names it, where the API group may be left out, or the path of the construct.
        reason: why it is right here.
        scope: path of the construct within which it holds; the whole lab where it is empty.
        place: where it is written.
        expected: whether a component says so of itself: then `object` is how the object begins, and it is no fault that
            nothing is found.
    """

    object: str
    reason: str
    rule: str = ""
    change: str = ""
    scope: str = ""
    place: Place | None = None
    expected: bool = False

    @property
    def _named(self) -> str:
        return " ".join(self.object.split())

    def covers(self, finding: Finding, rule: str = "") -> bool:
        """Whether it is about this finding, of a rule of this name."""
        if self.rule not in (finding.code, rule or finding.code):
            return False
        inside = not self.scope or finding.where == self.scope or finding.where.startswith(f"{self.scope}/")
        names = (finding.subject, finding.where, _GROUP.sub(r"\1 ", finding.subject))
        if self.expected:
            return inside and any(name.startswith(self._named) for name in names)
        return inside and self._named in names

    def wants(self, change: str, object: str) -> bool:
        """Whether it is about this change of this object."""
        return change == self.change != "" and self._named in (object, _GROUP.sub(r"\1 ", object))
