"""The first minutes: what is installed before there is a Flux that could install it."""

from __future__ import annotations

from ._set import BootstrapObject, BootstrapSet, bootstrap_set

__all__ = ["BootstrapObject", "BootstrapSet", "bootstrap_set"]
