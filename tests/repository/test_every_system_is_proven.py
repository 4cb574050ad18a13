"""Every system of the repository's lab is proven, by the committed lock; the figures are printed."""

from __future__ import annotations

import pytest

from homelab_cdk.order import Built, proofs


def test_every_system_is_proven(built: Built, capsys: pytest.CaptureFixture[str]) -> None:
    # GIVEN the lab of the repository and its lock
    found = proofs(built)

    # WHEN the figures of each release are put side by side
    head = ("construct", "chart", "known", "typed", "kubernetes", "open", "custom resources", "CEL rules")
    rows = [head]
    for proof in found:
        entry = proof.known.entry
        assert entry is not None, f"{proof.release.construct}: nothing is known of {proof.release.chart}"
        paths = entry.paths
        counts = (paths.known, paths.typed, paths.kubernetes, len(paths.open), entry.custom_resources, entry.cel_rules)
        rows.append((proof.release.construct, str(proof.release.chart), *map(str, counts)))
    total = tuple(str(sum(int(row[column]) for row in rows[1:])) for column in range(2, len(head)))
    rows.append(("all", f"{len(found)} charts", *total))
    with capsys.disabled():
        print(f"\n{_table(rows)}")

    # THEN none of them is merely assumed
    assert [f"{proof.release.construct}: {proof.because}" for proof in found if proof.standing != "proven"] == []


def _table(rows: list[tuple[str, ...]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        text = [
            cell.ljust(width) if column < 2 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(text).rstrip())
    return "\n".join(lines)
