"""Releases whose values were changed since they were proven, with what their charts know of values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._cache_home import cache_home
from ..constructs import KnownFacts
from ..model import LockEntry, Release
from ..order import Built
from ._rule import once

if TYPE_CHECKING:
    from ..lock import ChartTree, ProofFinding

__all__ = ["changed", "is_described", "unknown"]


@once
def changed(built: Built) -> list[tuple[Release, LockEntry, ChartTree]]:
    """Each of them whose chart was seen on this machine; what is proven is not looked at again."""
    found: list[tuple[Release, LockEntry, ChartTree]] = []
    for release, known in built.releases:
        if known.standing != "assumed" or known.entry is None:
            continue
        tree = _tree_of(release, known)
        if tree is not None:
            found.append((release, known.entry, tree))
    return found


@once
def unknown(built: Built) -> dict[str, list[tuple[ProofFinding, bool]]]:
    """Values that the charts of these releases do not know, by construct; the flag says which are certain."""
    found: dict[str, list[tuple[ProofFinding, bool]]] = {}
    for release, entry, tree in changed(built):
        from ..lock import unknown_values

        found[release.construct] = unknown_values(tree, release, entry)
    return found


def is_described(release: Release, known: KnownFacts) -> bool:
    """Whether it can be told here what the chart knows of the values that are set."""
    return _tree_of(release, known) is not None


def _tree_of(release: Release, known: KnownFacts) -> ChartTree | None:
    entry = known.entry
    if entry is None or entry.chart != release.chart or entry.origin == "files":
        return None
    if not cache_home().is_dir():
        return None
    # What it takes is imported only here: in a lab that is proven nothing of it is needed.
    from ..lock import described_chart

    return described_chart(entry.digest)
