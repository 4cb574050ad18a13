"""What is committed is what the library writes now."""

from __future__ import annotations

from pathlib import Path

from homelab_cdk.model import read_lock
from homelab_cdk.order import Built, levels, proofs
from homelab_cdk.synth._run import LOCK_FILE, run


def test_the_committed_tree_is_up_to_date(root: Path) -> None:
    comparison = run(root, check=True).comparison
    assert comparison.clean, comparison


def test_every_chart_is_proven(root: Path, built: Built) -> None:
    standings = {item.release.construct: item.standing for item in proofs(built)}
    assert standings == dict.fromkeys(read_lock(root / LOCK_FILE).entries, "proven")


def test_the_order_is_at_most_four_levels_deep(built: Built) -> None:
    assert len(levels({unit.name: list(unit.depends_on) for unit in built.units})) <= 4
