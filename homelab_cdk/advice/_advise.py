"""All advice for a lab."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..capacity import Amounts
from ..order import Built
from ._alternatives import alternatives
from ._reference import ReferenceFit, fits
from ._weigh import Base, Choice, LeftOut, weigh

__all__ = ["Advice", "advise"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What a lab could do to take less.

    Attributes:
        wanted: what it takes now.
        choices: all other choices that work, in the order of the file.
        left_out: those that do not, and why.
        reference: the lab on the reference hardware, the smallest first.
    """

    wanted: Amounts
    choices: tuple[Choice, ...]
    left_out: tuple[LeftOut, ...]
    reference: tuple[ReferenceFit, ...]

    @property
    def others(self) -> tuple[Choice, ...]:
        """Another component in the place of one, or what k3s brings along: those that save anything, the largest first."""
        found = [item for item in self.choices if item.saves and (item.alternative.instead or item.takes_over)]
        return tuple(sorted(found, key=lambda item: item.saves.rank))

    @property
    def turn_off(self) -> tuple[Choice, ...]:
        """What can be done without, the least important first: by phase, the last first, then the largest saving."""
        found = [item for item in self.choices if item.saves and not item.alternative.instead and not item.takes_over]
        return tuple(sorted(found, key=lambda item: (-item.alternative.kind.info.phase, item.saves.rank)))

    @property
    def in_vain(self) -> tuple[Choice, ...]:
        """What would save nothing."""
        return tuple(item for item in self.choices if not item.saves)

    @property
    def smallest(self) -> ReferenceFit | None:
        """The smallest of the reference hardware on which the lab fits."""
        return next((item for item in self.reference if item.fits), None)


def advise(built: Built, root: Path) -> Advice:
    """Build the lab with every other choice, and on the reference hardware, and compare; nothing is written.

    Args:
        built: the lab as it is.
        root: its repository.
    """
    base = Base(built, root)
    weighed = [weigh(base, alternative) for alternative in alternatives(built)]
    return Advice(
        wanted=base.plan.wanted,
        choices=tuple(item for item in weighed if isinstance(item, Choice)),
        left_out=tuple(item for item in weighed if isinstance(item, LeftOut)),
        reference=tuple(fits(built, root)),
    )
