"""Loki: the logs of everything that runs in the lab."""

from ._component import Loki

__all__ = ["Loki"]
