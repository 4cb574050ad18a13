"""Whether an object costs the same in a large lab."""

from __future__ import annotations

from ._bench import Bench
from ._figure import Figure, ratio
from ._measure import Command, in_turns, run

__all__ = ["measure"]

FEW, MANY = 200, 2_000


def measure(bench: Bench) -> list[Figure]:
    """The cost of an object is what a lab takes beyond one without applications, shared among its objects."""

    def lab(count: int) -> Command:
        return bench.synth(bench.lab("thousand", COUNT=count))

    run(lab(0))
    sides = {"none": lambda: lab(0), "few": lambda: lab(FEW), "many": lambda: lab(MANY)}
    # What 200 applications take is a small difference of two figures, so these two are measured more often.
    found = in_turns(sides, rounds=bench.rounds, often={"none": 8, "few": 8})
    none, few, many = found["none"], found["few"], found["many"]
    return [
        Figure(
            key="scaling",
            title=f"cost of an object, {MANY:,} apps / {FEW} apps",
            value=(many.wall - none.wall) / (few.wall - none.wall) / (MANY / FEW),
            cpu=(many.cpu - none.cpu) / (few.cpu - none.cpu) / (MANY / FEW),
            bar=1.15,
            note=f"{many.wall:.3f} s, {few.wall:.3f} s, none {none.wall:.3f} s",
        ),
        ratio("scaling-process", "the same, start included", many, few, scale=MANY / FEW),
    ]
