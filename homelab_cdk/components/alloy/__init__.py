"""Alloy: reads the logs of all pods and brings them to the log store."""

from ._component import Alloy

__all__ = ["Alloy"]
