"""What part of a run the rules take, over 1,000 applications: CPU time of one and the same process."""

from __future__ import annotations

import json
import statistics
from pathlib import Path

from ._bench import Bench
from ._figure import Figure
from ._measure import output

__all__ = ["measure"]

COUNT = 1_000

_SIDE = Path(__file__).parent / "sides" / "rules.py"


def measure(bench: Bench) -> list[Figure]:
    """Medians of the shares; as both parts are of one process, other work on the machine disturbs both alike."""
    return [
        _share(bench, "rules-thousand", "rules / whole run, 1,000 apps", "plain", bar=0.25),
        _share(bench, "rules-web", "rules / whole run, 1,000 apps as WebApp", "web"),
    ]


def _share(bench: Bench, key: str, title: str, construct: str, *, bar: float | None = None) -> Figure:
    found = []
    for _ in range(bench.rounds):
        root = bench.lab("thousand", COUNT=COUNT, CONSTRUCT=construct)
        found.append(json.loads(output(bench.python(str(_SIDE), str(root))).splitlines()[-1]))
    share = statistics.median(one["rules"] / one["whole"] for one in found)
    rules, whole = (statistics.median(one[part] for one in found) for part in ("rules", "whole"))
    return Figure(key=key, title=title, value=share, cpu=share, bar=bar, note=f"{rules:.3f} s / {whole:.3f} s")
