"""The six-system lab, whole process and checks included, against an empty cdk8s app: the floor."""

from __future__ import annotations

from ._bench import Bench
from ._figure import Figure, ratio
from ._measure import Command, in_turns, run

__all__ = ["EMPTY", "measure"]

EMPTY = """
import cdk8s
app = cdk8s.App(outdir="dist")
cdk8s.Chart(app, "empty")
app.synth()
"""
"""The least that a cdk8s program does: import, one chart, `synth()`."""


def measure(bench: Bench) -> list[Figure]:
    """Warm and cold; each run writes into an empty folder."""

    def ours(cold: bool = False) -> Command:
        return bench.synth(bench.lab("six"), cold=cold)

    def floor(cold: bool = False) -> Command:
        return bench.python("-c", EMPTY, cold=cold)

    for prepare in (ours, floor):
        run(prepare())
    warm = in_turns({"ours": ours, "floor": floor}, rounds=bench.rounds * 2)
    cold = in_turns({"ours": lambda: ours(True), "floor": lambda: floor(True)}, rounds=bench.rounds)
    return [
        ratio("six-warm", "six systems / empty cdk8s app", warm["ours"], warm["floor"], bar=2.0),
        ratio("six-cold", "the same without any cache", cold["ours"], cold["floor"]),
    ]
