"""What is wrong with a file, collected until everything is known."""

from __future__ import annotations

from dataclasses import dataclass

from .._errors import ConfigError
from ..model import Place

__all__ = ["Problem", "raise_problems"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong: where, and what was got, what is allowed and how to fix it."""

    place: Place
    text: str

    def __str__(self) -> str:
        return f"{self.place}: {self.text}"


def raise_problems(problems: list[Problem]) -> None:
    """Raise all problems together, in the order of the file, each once; do nothing where there are none.

    Raises:
        ConfigError: there is at least one.
    """
    if problems:
        raise ConfigError([str(problem) for problem in sorted(set(problems))])
