"""What a run costs that has nothing to change, against one that writes everything."""

from __future__ import annotations

from pathlib import Path

from ._bench import Bench
from ._figure import Figure, ratio
from ._measure import Command, in_turns, run

__all__ = ["measure"]

COUNT = 2_000


def measure(bench: Bench) -> list[Figure]:
    """On a disk, where labs live; and in memory, where writing costs next to nothing and there is little to save."""

    def fresh(on_disk: bool) -> Command:
        return bench.synth(bench.lab("thousand", on_disk=on_disk, COUNT=COUNT))

    def touched(on_disk: bool) -> Command:
        root = bench.lab("thousand", on_disk=on_disk, COUNT=COUNT) if on_disk not in again else again[on_disk]
        again[on_disk] = root
        with (root / "apps/thousand.py").open("a") as app:
            app.write("# touched\n")
        return bench.synth(root)

    again: dict[bool, Path] = {}
    run(touched(True))
    done = {on_disk: fresh(on_disk) for on_disk in (True, False)}
    for command in done.values():
        run(command)
    found = in_turns(
        {
            "disk": lambda: done[True],
            "disk-touched": lambda: touched(True),
            "disk-fresh": lambda: fresh(True),
            "memory": lambda: done[False],
            "memory-fresh": lambda: fresh(False),
        },
        rounds=bench.rounds,
    )
    title = f"nothing to change / fresh, {COUNT:,} apps"
    return [
        ratio("unchanged", title, found["disk"], found["disk-fresh"], bar=0.7),
        ratio("touched", "an input changed, no output / fresh", found["disk-touched"], found["disk-fresh"]),
        ratio("unchanged-in-memory", "the same in memory", found["memory"], found["memory-fresh"]),
    ]
