"""Calico: the pod network with network policies."""

from __future__ import annotations

from ._component import Calico

__all__ = ["Calico"]
