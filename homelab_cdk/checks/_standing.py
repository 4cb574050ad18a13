"""Saying of a finding that it rests on facts which may not hold."""

from __future__ import annotations

from ..constructs import KnownFacts

__all__ = ["if_assumed"]


def if_assumed(known: KnownFacts) -> str:
    """What to add to a message; empty where the facts are proven."""
    return "" if known.standing == "proven" else " (its facts are only assumed: `homelab lock` proves them)"
