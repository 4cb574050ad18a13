"""Velero: backups of objects and volumes."""

from __future__ import annotations

from ._component import Velero

__all__ = ["Velero"]
