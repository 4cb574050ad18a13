"""All systems that a lab can consist of: one file each, found by itself.

Import one from its own module: `from homelab_cdk.components.metallb import MetalLB`. A component of somebody else's package
is found through the entry point group `homelab_cdk.components`, whose entries name modules.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from importlib.metadata import entry_points

from .._node import use_node

__all__ = ["load_components"]

# Before a component imports anything of cdk8s: that starts Node.js.
use_node()


@cache
def load_components() -> None:
    """Import every component, so that the catalogue is complete."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    for entry in entry_points(group="homelab_cdk.components"):
        entry.load()
