"""What a roll-out comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ..model import ObjectKey
from ._data import State

__all__ = ["Arrival", "Block", "Outcome", "Reason"]

Reason = Literal[
    "account",
    "claim",
    "cni",
    "config map",
    "crd",
    "cycle",
    "dependency",
    "flux",
    "namespace",
    "path",
    "secret",
    "source",
    "storage class",
    "suspended",
    "timeout",
    "webhook",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Something that became ready.

    Attributes:
        key: the object.
        within: the Kustomization that applied it; nothing where it came before Flux.
    """

    key: ObjectKey
    within: ObjectKey | None = None


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Block:
    """What keeps something from becoming ready at its first attempt.

    Attributes:
        where: the Kustomization, release or early object that gets no further.
        object: the very object that it gets no further with.
        reason: what sort of fault it is.
        what: what is wrong with that, to go on with after its name.
        fix: how to mend it.
        passes: whether Flux comes through by trying again, so that it costs time and an error message; otherwise it never
            comes through.
        members: of a circle, those that wait for each other.
    """

    where: ObjectKey
    object: ObjectKey
    reason: Reason
    what: str
    fix: str
    passes: bool = False
    members: tuple[ObjectKey, ...] = ()

    @property
    def message(self) -> str:
        """What is wrong, and how to mend it."""
        return f"{self.what}; {self.fix}"

    def __str__(self) -> str:
        place = "" if self.where == self.object else f"{self.where}: "
        return f"{place}{self.object} {self.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How far a roll-out comes.

    Attributes:
        waves: what became ready, wave by wave; what is in one wave waits for nothing of the same wave.
        blocks: the faults, those that never pass first.
        held_up: what is not ready although nothing is wrong with it, and what each waits for.
        state: what holds in the cluster at the end.
    """

    waves: tuple[tuple[Arrival, ...], ...]
    blocks: tuple[Block, ...]
    held_up: Mapping[ObjectKey, tuple[ObjectKey, ...]]
    state: State

    @property
    def converges(self) -> bool:
        """Whether everything becomes ready at its first attempt, however long each step takes."""
        return not self.blocks

    @property
    def gets_there(self) -> bool:
        """Whether everything becomes ready in the end, though some of it by trying again."""
        return all(block.passes for block in self.blocks)
