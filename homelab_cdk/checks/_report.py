"""What a look at a lab comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ..model import Acceptance, Finding, Place

__all__ = ["Accepted", "Outcome", "Report", "Unchecked"]

Outcome = Literal["passes", "finds", "cannot tell"]
"""What a rule comes to: nothing is wrong; something is, accepted or not; or it does not know enough to say so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchecked:
    """Something that a rule could not tell.

    Attributes:
        code: the rule's code.
        where: path of the construct that made it.
        subject: the object, or whatever it is about.
        reason: why it could not be told.
        fix: how to find out; empty where there is no way.
        place: where in the sources it comes from, where that is known.
    """

    code: str
    where: str
    subject: str
    reason: str
    fix: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A finding that somebody accepts, and the acceptance with its reason."""

    finding: Finding
    acceptance: Acceptance


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that the rules have to say.

    Attributes:
        findings: what is wrong, in the order of the rules' codes.
        accepted: what is accepted, each with its reason.
        unchecked: what could not be told, in the order of the rules' codes.
        outcomes: what each rule comes to, by its code; all rules are in here but those that were left out.
        skipped: files that hold no objects and were not looked at, each with the reason; only for a tree of files.
        objects: how many objects of the tree were looked at.
        created: how many objects that charts create were.
    """

    findings: tuple[Finding, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    unchecked: tuple[Unchecked, ...] = ()
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()
    objects: int = 0
    created: int = 0

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that stop a write."""
        return tuple(finding for finding in self.findings if finding.level == "error")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The findings that do not."""
        return tuple(finding for finding in self.findings if finding.level == "warning")
