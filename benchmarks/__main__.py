"""`python -m benchmarks`: measure everything, print a table, end with 1 where a bar is broken."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from . import memory, own_lab, rules, scaling, six_systems, start, thousand_apps, unchanged
from ._bench import Bench
from ._figure import Figure, table
from ._history import record

__all__ = ["main"]

MEASUREMENTS: dict[str, Callable[[Bench], list[Figure]]] = {
    "start": start.measure,
    "six": six_systems.measure,
    "own": own_lab.measure,
    "thousand": thousand_apps.measure,
    "rules": rules.measure,
    "scaling": scaling.measure,
    "unchanged": unchanged.measure,
    "memory": memory.measure,
}


def main(arguments: list[str] | None = None) -> int:
    """Run the chosen measurements; 0 where all bars hold."""
    options = _options(arguments)
    folder, disk = (Path(tempfile.mkdtemp(prefix="homelab-bench-", dir=at)) for at in (options.folder, options.disk))
    try:
        bench = Bench(folder=folder, disk=disk, rounds=options.rounds)
        figures: list[Figure] = []
        for name in options.only or MEASUREMENTS:
            print(f"{name} ...", file=sys.stderr, flush=True)
            figures.extend(MEASUREMENTS[name](bench))
    except RuntimeError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(disk, ignore_errors=True)
    print(table(figures))
    if options.record:
        record(figures, bench.node.path)
    return 1 if any(figure.broken for figure in figures) else 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", action="append", choices=list(MEASUREMENTS), help="leave the others out")
    parser.add_argument("--rounds", type=_rounds, default=5, help="runs of each side; by default and at least 5")
    parser.add_argument("--folder", type=Path, default=_memory_disk(), help="where to write; by default in memory")
    parser.add_argument("--disk", type=Path, default=_disk(), help="for what is about files; by default /var/tmp")
    parser.add_argument("--record", action="store_true", help="append the figures to benchmarks/history.jsonl")
    return parser.parse_args(arguments)


def _rounds(text: str) -> int:
    number = int(text)
    if number < 5:
        raise argparse.ArgumentTypeError(f"{number} runs are too few for a median; at least 5")
    return number


def _memory_disk() -> Path | None:
    """A file system in memory, so that the disk disturbs no figure and pads no ratio; else the usual place."""
    place = Path("/dev/shm")
    return place if place.is_dir() and os.access(place, os.W_OK) else None


def _disk() -> Path | None:
    """A place that is on a disk even where /tmp is in memory; else the usual place."""
    place = Path("/var/tmp")
    return place if place.is_dir() and os.access(place, os.W_OK) else None


if __name__ == "__main__":
    sys.exit(main())
