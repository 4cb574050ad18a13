"""Capacity: everything that will run, on the machines that there are, with each of them lost once."""

from __future__ import annotations

from ._amounts import Amounts, limit_of, requests_of
from ._footprint import Demand, Footprint, Storage, Volume, demand, footprint
from ._hardware import REFERENCE, Comparison, Reference, compare
from ._loss import Loss, without
from ._machines import MOST_PODS, Machine, Reserve, machines_of, reserves_of
from ._packaged import packaged
from ._place import Kept, Pending, Placed, Placement, place, requested
from ._plan import Consumer, Load, Plan, make_plan, plan_of
from ._wanted import wanted_by_unit, wanted_in_all
from ._words import cores, gib, no_place, share

__all__ = [
    "MOST_PODS",
    "REFERENCE",
    "Amounts",
    "Comparison",
    "Consumer",
    "Demand",
    "Footprint",
    "Kept",
    "Load",
    "Loss",
    "Machine",
    "Pending",
    "Placed",
    "Placement",
    "Plan",
    "Reference",
    "Reserve",
    "Storage",
    "Volume",
    "compare",
    "cores",
    "demand",
    "footprint",
    "gib",
    "limit_of",
    "machines_of",
    "make_plan",
    "no_place",
    "packaged",
    "place",
    "plan_of",
    "requested",
    "requests_of",
    "reserves_of",
    "share",
    "wanted_by_unit",
    "wanted_in_all",
    "without",
]
