"""Rules that look at the whole lab before anything is written: one file each, found by itself."""

from __future__ import annotations

import importlib
import pkgutil

from ._bodies import check_bodies
from ._changes import check_changes
from ._check import accept, check, check_objects
from ._docs import rules_markdown
from ._ledger_rows import LedgerRow, ledger
from ._rule import RULES, Finding, Level, Rule, rule

__all__ = [
    "RULES",
    "Finding",
    "LedgerRow",
    "Level",
    "Rule",
    "accept",
    "check",
    "check_bodies",
    "check_changes",
    "check_objects",
    "ledger",
    "rule",
    "rules_markdown",
]

for _module in pkgutil.iter_modules(__path__):
    if not _module.name.startswith("_"):
        importlib.import_module(f"{__name__}.{_module.name}")
