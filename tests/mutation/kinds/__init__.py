"""Tables of damage, one file for each part of a lab."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import replace

from tests.mutation.damage import Damage

__all__ = ["KINDS"]


def _collect() -> list[Damage]:
    found: list[Damage] = []
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda item: item.name):
        table = importlib.import_module(f"{__name__}.{module.name}")
        found += [replace(damage, level=table.LEVEL) for damage in table.DAMAGES]
    return found


KINDS = _collect()
"""Every kind of damage."""
