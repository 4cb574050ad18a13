"""Rules that look at the whole lab before anything is written: one file each, found by itself."""

from __future__ import annotations

import importlib
import pkgutil

from ._acceptance import accept, near_codes
from ._bodies import check_bodies
from ._changes import check_changes, examine_changes
from ._check import check, check_objects, examine, examine_objects
from ._docs import FAMILIES, rule_markdown, rules_markdown
from ._ledger_rows import LedgerRow, ledger
from ._places import place_of
from ._report import Accepted, Outcome, Report, Unchecked
from ._rule import RULES, ChangeFound, ChangeHit, Finding, Found, Hit, Level, Needs, Rule, Unknown, change_rule, rule
from ._sarif import sarif
from ._tree import check_tree, examine_tree

__all__ = [
    "FAMILIES",
    "RULES",
    "Accepted",
    "ChangeFound",
    "ChangeHit",
    "Finding",
    "Found",
    "Hit",
    "LedgerRow",
    "Level",
    "Needs",
    "Outcome",
    "Report",
    "Rule",
    "Unchecked",
    "Unknown",
    "accept",
    "change_rule",
    "check",
    "check_bodies",
    "check_changes",
    "check_objects",
    "check_tree",
    "examine",
    "examine_changes",
    "examine_objects",
    "examine_tree",
    "ledger",
    "near_codes",
    "place_of",
    "rule",
    "rule_markdown",
    "rules_markdown",
    "sarif",
]

for _module in pkgutil.iter_modules(__path__):
    if not _module.name.startswith("_"):
        importlib.import_module(f"{__name__}.{_module.name}")
