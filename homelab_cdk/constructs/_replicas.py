"""How many of something a lab of a given size should run."""

from __future__ import annotations

__all__ = ["quorum", "spread"]


def spread(nodes: int, *, wanted: int = 2) -> int:
    """Replicas of something stateless: one for each node, up to what is wanted."""
    return max(1, min(nodes, wanted))


def quorum(nodes: int, *, wanted: int = 3) -> int:
    """Members of something that votes: an odd number that the nodes can hold, up to what is wanted."""
    fits = max(1, min(nodes, wanted))
    return fits if fits % 2 else fits - 1
