"""Longhorn: volumes on the machines' own disks, with copies on several of them."""

from __future__ import annotations

from ._component import Longhorn

__all__ = ["Longhorn"]
