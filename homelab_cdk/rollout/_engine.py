"""Tasks that wait for conditions and make others true: no clock, only what came before what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

from ..model import ObjectKey
from ._condition import Condition

__all__ = ["Engine", "Need", "Steps", "Task"]


@dataclass(slots=True, kw_only=True, eq=False)
class Need:
    """Something that must hold before a task gets on.

    Attributes:
        condition: what must hold.
        subject: the object that needs it.
        detail: what it needs, in words that follow the subject.
        step: whether what waits here is in a later wave than what it waits for.
        first_time: whether an attempt fails that comes too early; then something must have made sure of it before.
    """

    condition: Condition
    subject: ObjectKey
    detail: str
    step: bool = False
    first_time: bool = False


Steps = Iterator[Sequence[Need]]
"""The needs of one step after the other; whatever the task does between them, it does when all of the last hold."""


@dataclass(slots=True, kw_only=True, eq=False)
class Task:
    """Something that comes up step by step.

    Attributes:
        key: the object that it is about.
        within: the Kustomization that applies the object.
        shown: whether people hear of it when it is ready.
        wave: the wave that it has come to.
        behind: what has surely happened before, a bit for each.
        unmet: what its present step still waits for.
    """

    key: ObjectKey
    within: ObjectKey | None = None
    shown: bool = False
    wave: int = 0
    behind: int = 0
    unmet: list[Need] = field(default_factory=list)
    missing: int = 0
    rank: int = 0
    steps: Steps = iter(())


@dataclass(slots=True, eq=False)
class _Known:
    """Since which wave a condition holds, what happened before, and the bits of those who made it true."""

    wave: int
    behind: int
    bits: int


_BEFORE = -1
"""The wave of what holds from the beginning, so that what waits for it alone is in the first."""


class Engine:
    """Runs tasks until none gets any further.

    Whether something came *surely* before something else is kept in bits, one for each moment in which something is made
    true that an attempt may come too early for. So the outcome is the same however long each step takes: a condition that
    holds by luck counts as one that does not hold yet.
    """

    def __init__(self, standing: Iterable[Condition]) -> None:
        """Begin with what holds already."""
        self.known: dict[Condition, _Known] = {condition: _Known(_BEFORE, 0, 0) for condition in standing}
        self.makers: dict[Condition, list[Task]] = {}
        self.tasks: list[Task] = []
        self.early: list[tuple[Task, Need]] = []
        """Attempts that nothing keeps from coming too early."""
        self._waiting: dict[Condition, list[tuple[Task, Need]]] = {}
        self._queue: list[tuple[int, int, Task]] = []
        self._bits = 0

    def add(self, task: Task, steps: Steps, makes: Iterable[Condition]) -> None:
        """Enter a task and what it may make true."""
        task.steps = steps
        self.tasks.append(task)
        for condition in makes:
            self.makers.setdefault(condition, []).append(task)

    def fire(self, task: Task, conditions: Iterable[Condition], *, mark: bool = False) -> None:
        """Make conditions true; `mark` where attempts of others may come too early for them."""
        bit = 0
        if mark:
            bit = 1 << self._bits
            self._bits += 1
            task.behind |= bit
        for condition in conditions:
            known = self.known.get(condition)
            if known is not None:
                if known.bits:
                    known.bits |= bit
                continue
            known = self.known[condition] = _Known(task.wave, task.behind, bit)
            for other, need in self._waiting.pop(condition, ()):
                self._follow(other, need, known)
                other.missing -= 1
                if not other.missing:
                    heappush(self._queue, (other.wave, other.rank, other))

    def run(self) -> None:
        """Let every task come as far as it can, in the order of waves."""
        self.tasks.sort(key=lambda task: task.key)
        for rank, task in enumerate(self.tasks):
            task.rank = rank
            heappush(self._queue, (0, rank, task))
        while self._queue:
            self._advance(heappop(self._queue)[2])

    def _advance(self, task: Task) -> None:
        task.unmet = []
        for needs in task.steps:
            before = task.behind
            unmet: list[Need] = []
            for need in needs:
                known = self.known.get(need.condition)
                if need.first_time and (known is None or (known.bits and not known.bits & before)):
                    self.early.append((task, need))
                    need.step = True
                if known is None:
                    unmet.append(need)
                else:
                    self._follow(task, need, known)
            if unmet:
                task.unmet = unmet
                task.missing = len(unmet)
                for need in unmet:
                    self._waiting.setdefault(need.condition, []).append((task, need))
                return

    @staticmethod
    def _follow(task: Task, need: Need, known: _Known) -> None:
        task.behind |= known.behind
        task.wave = max(task.wave, known.wave + need.step)
