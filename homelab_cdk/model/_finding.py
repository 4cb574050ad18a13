"""What a rule finds in a lab."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Finding", "Level"]

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
