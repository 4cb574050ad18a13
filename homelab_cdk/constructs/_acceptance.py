"""Findings that a component expects of itself, each with a reason."""

from __future__ import annotations

from dataclasses import dataclass

from .._errors import BuildError

__all__ = ["Acceptance"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """What a rule would find in a component, and why it is right there.

    Attributes:
        rule: the rule's name, which outlives its code.
        subject: how the subject of the finding begins, such as `Service gitea/gitea-ssh`.
        reason: for whoever reads the report.
    """

    rule: str
    subject: str
    reason: str

    def __post_init__(self) -> None:
        """Refuse one without a reason."""
        if not self.reason.strip():
            raise BuildError(f"{self.rule} is accepted for {self.subject} without a reason; say why it is right there")
