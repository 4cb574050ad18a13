"""The first minutes: what is installed before there is a Flux that could install it."""

from __future__ import annotations

from ._set import SMALL, BootstrapObject, BootstrapSet, bootstrap_set, flux_of

__all__ = ["SMALL", "BootstrapObject", "BootstrapSet", "bootstrap_set", "flux_of"]
