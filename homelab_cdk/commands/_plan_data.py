"""A plan as plain data, for programs."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..advice import Advice, Choice, ReferenceFit
    from ..capacity import Amounts, Comparison, Load, Loss, Machine, Pending, Plan

__all__ = ["advice_data", "plan_data"]


def plan_data(plan: Plan) -> dict[str, object]:
    """Everything in a plan; CPU in thousandths of a core, memory and disk in bytes, links in megabits per second."""
    job = plan.largest_job
    return {
        "fits": plan.fits,
        "machines": [_load(load, machine) for load, machine in zip(plan.loads, plan.machines, strict=True)],
        "total": _load(plan.total, None),
        "wanted": _amounts(plan.wanted),
        "pending": [_pending(item) for item in plan.pending],
        "short": [
            {
                "unit": kept.unit,
                "volume": kept.volume.name,
                "copies": len(kept.machines),
                "wanted": kept.volume.storage.copies,
            }
            for kept in plan.short
        ],
        "losses": [_loss(item) for item in plan.losses],
        "consumers": [{"unit": item.unit, **_amounts(item.amounts)} for item in plan.consumers],
        "largestJob": job and {"name": job[0].name, "unit": job[0].unit, **_amounts(job[0].requests), "fits": job[1]},
        "hardware": [_comparison(line) for line in plan.comparisons],
        "undecidedArchitecture": [{"unit": item.unit, "workload": item.name} for item in plan.undecided],
        "assumed": list(plan.assumed),
        "unread": list(plan.unread),
    }


def _amounts(amounts: Amounts) -> dict[str, int]:
    return dataclasses.asdict(amounts)


def _load(load: Load, machine: Machine | None) -> dict[str, object]:
    found: dict[str, object] = {
        "name": load.name,
        "pods": load.pods,
        "requested": _amounts(load.requested),
        "allocatable": _amounts(load.allocatable),
        "memoryLimits": load.limits,
        "podsWithoutLimit": load.unlimited,
    }
    if machine is not None:
        found["setAside"] = [
            {"name": item.name, **_amounts(item.amounts), "source": item.source} for item in machine.reserves
        ]
    return found


def _pending(item: Pending) -> dict[str, object]:
    return {
        "unit": item.demand.unit,
        "workload": item.demand.name,
        "pods": item.pods,
        "because": item.because,
        **_amounts(item.demand.requests),
    }


def _loss(loss: Loss) -> dict[str, object]:
    return {
        "machine": loss.machine,
        "fits": loss.fits,
        "controlPlane": loss.control_plane,
        "moved": loss.moved,
        "pending": [_pending(item) for item in loss.pending],
        "down": [_pending(item) for item in loss.down],
        "degradedVolumes": loss.degraded,
    }


def _comparison(line: Comparison) -> dict[str, object]:
    return {
        "name": line.name,
        "has": line.has if line.known else None,
        "minimum": line.minimum,
        "minimumMet": line.known and not line.missing(line.minimum),
        "recommended": line.recommended,
        "recommendedMet": line.known and not line.missing(line.recommended),
    }


def advice_data(found: Advice) -> dict[str, object]:
    """Everything in an advice; savings in the units of a plan, and below zero where something would take more."""
    smallest = found.smallest
    return {
        "otherChoices": [_choice(item) for item in found.others],
        "turnOff": [_choice(item) for item in found.turn_off],
        "savesNothing": [_choice(item) for item in found.in_vain],
        "leftOut": [
            {"write": item.alternative.write, "answer": item.alternative.answer, "because": item.because}
            for item in found.left_out
        ],
        "referenceHardware": [_reference(item) for item in found.reference],
        "smallestHardware": smallest and {"name": smallest.reference.name, "machines": smallest.machines},
    }


def _choice(item: Choice) -> dict[str, object]:
    alternative = item.alternative
    return {
        "write": alternative.write,
        "slot": alternative.slot,
        "answer": alternative.answer,
        "instead": alternative.instead and alternative.instead.info.name,
        "phase": alternative.kind.info.phase,
        "saves": dataclasses.asdict(item.saves),
        "takesOver": item.takes_over or None,
        "gone": list(item.gone),
        "added": list(item.added),
        "holdsData": alternative.kind.info.holds_data,
        "fits": item.fits,
        "warnings": list(item.warnings),
        "assumed": list(item.assumed),
    }


def _reference(item: ReferenceFit) -> dict[str, object]:
    return {
        **dataclasses.asdict(item.reference),
        "machines": item.machines,
        "fits": item.fits,
        "anyMachineMayBeLost": item.spare,
        "freePercent": item.free,
        "because": item.because or None,
        "assumed": list(item.assumed),
    }
