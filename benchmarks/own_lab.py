"""The lab of this repository, whole process and checks included, against an empty cdk8s app: the floor."""

from __future__ import annotations

from ._bench import Bench
from ._figure import Figure, ratio
from ._measure import Command, in_turns, run
from .six_systems import EMPTY

__all__ = ["measure"]


def measure(bench: Bench) -> list[Figure]:
    """Warm; each run writes into an empty folder."""

    def ours() -> Command:
        return bench.synth(bench.repository())

    def floor() -> Command:
        return bench.python("-c", EMPTY)

    for prepare in (ours, floor):
        run(prepare())
    found = in_turns({"ours": ours, "floor": floor}, rounds=bench.rounds * 2)
    return [ratio("own-warm", "the repository's lab / empty cdk8s app", found["ours"], found["floor"], bar=2.5)]
