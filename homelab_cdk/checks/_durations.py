"""Durations as Flux reads them."""

from __future__ import annotations

from ..rollout._read import seconds

__all__ = ["seconds"]
