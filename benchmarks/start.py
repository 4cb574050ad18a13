"""How soon `homelab --help` answers, against importing click alone."""

from __future__ import annotations

from ._bench import Bench
from ._figure import Figure, ratio
from ._measure import Command, in_turns, run

__all__ = ["measure"]

_TIMES = 3
"""Runs for each round: these are short, so more of them cost nothing."""


def measure(bench: Bench) -> list[Figure]:
    """`homelab --help` and `python -c "import click"`."""
    folder = bench.fresh()

    def ours() -> Command:
        command = bench.python(folder=folder)
        return Command(line=[bench.script("homelab"), "--help"], folder=folder, environ=command.environ)

    def click() -> Command:
        return bench.python("-c", "import click", folder=folder)

    for prepare in (ours, click):
        run(prepare())
    found = in_turns({"ours": ours, "click": click}, rounds=bench.rounds * _TIMES)
    return [ratio("help", "homelab --help / import click", found["ours"], found["click"], bar=1.6)]
