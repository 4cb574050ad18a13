"""Peak memory at 1,000 applications, Python and Node.js together."""

from __future__ import annotations

from pathlib import Path

from ._bench import Bench
from ._figure import Figure
from ._measure import in_turns

__all__ = ["measure"]

COUNT = 1_000


def measure(bench: Bench) -> list[Figure]:
    """The sum of the peaks; nothing where the system keeps none (Linux does)."""
    if not Path("/proc/self/status").is_file():
        return []
    lean = in_turns({"ours": lambda: bench.synth(bench.lab("thousand", COUNT=COUNT))}, rounds=3, watch=True)
    value = lean["ours"].memory
    assert value is not None
    return [Figure(key="memory", title="peak memory, 1,000 apps", value=value, bar=350, unit=" MiB")]
