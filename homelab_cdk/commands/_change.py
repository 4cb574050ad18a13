"""A change of the tree, in lines for people and as JSON."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pathlib import Path

    from ..changes import Change, Difference, Steps, Unit
    from ..model import ObjectKey
    from ..order import Built
    from ..synth._look_back import LookBack

__all__ = ["change_json", "change_lines", "look_back_of", "summary"]

_MARKS = {
    "create": ("+", "green"),
    "change": ("~", "yellow"),
    "adopt": ("=", "cyan"),
    "recreate": ("!", "red"),
    "delete": ("-", "red"),
    "orphan": ("?", "magenta"),
    "refuse": ("x", "red"),
}
_DONE = {
    "create": "created",
    "change": "changed",
    "adopt": "taken over",
    "recreate": "deleted and made anew",
    "delete": "deleted",
    "orphan": "left behind",
    "refuse": "refused by the API server",
}
_SHOWN = 20


def look_back_of(directory: Path, built: Built, ref: str | None) -> LookBack:
    """Compare a lab with a revision; by default with where it has left the branch that Flux follows.

    Raises:
        Failure: Git does not know the revision.
    """
    from ..model import Body
    from ..synth._look_back import look_back
    from ..synth._run import render
    from ._command import refuse

    bodies: dict[str, Body] = {}
    back = look_back(directory, built, render(built, bodies), bodies, ref=ref or None)
    if back.missing is not None and back.missing.unknown:
        refuse(back.missing.reason)
    return back


def summary(back: LookBack) -> str:
    """What changes, in one line."""
    if back.difference is None or not back.difference.changes:
        return f"nothing changes since {back.base}"
    counts: Counter[str] = Counter(change.what for change in back.difference.changes)
    return f"since {back.base}: " + ", ".join(f"{counts[what]} {_DONE[what]}" for what in _DONE if counts[what])


def change_lines(difference: Difference, steps: Steps) -> list[str]:
    """What happens wave by wave, and what is down meanwhile."""
    from ..changes import downtime

    lines: list[str] = []
    if steps.at_once:
        lines.append("at once")
        lines += [line for unit in steps.at_once for line in _unit(unit)]
    for number, wave in enumerate(steps.waves, start=1):
        lines.append(f"{number}.")
        lines += [line for unit in wave for line in _unit(unit)]
    if steps.never:
        lines.append("never, for something is refused or waits for ever")
        lines += [line for unit in steps.never for line in _unit(unit)]
    down = downtime(difference)
    if down:
        lines.append("down meanwhile, as far as manifests and facts of charts show")
        for item in down:
            lines.append(f"   {_name(item.key)}: {'' if item.certain else 'perhaps: '}{item.why}")
    return lines


def change_json(back: LookBack, steps: Steps | None) -> dict[str, object]:
    """A change as JSON."""
    from ..changes import downtime

    difference = back.difference
    unseen = back.missing.reason if back.missing else None
    found: dict[str, object] = {"base": str(back.base) if back.base else None, "unseen": unseen}
    if difference is None or steps is None:
        return {**found, "changes": []}
    waves = {unit.key: number for number, wave in enumerate(steps.waves, start=1) for unit in wave}
    homes = {
        change.key: unit.key
        for wave in (steps.at_once, *steps.waves, steps.never)
        for unit in wave
        for change in unit.changes
    }
    return {
        **found,
        "changes": [
            {
                "object": str(change.key),
                "what": change.what,
                "because": change.because,
                "unit": homes[change.key].name,
                "wave": waves.get(homes[change.key]),
            }
            for change in difference.changes
        ],
        "down": [{"object": str(item.key), "why": item.why, "certain": item.certain} for item in downtime(difference)],
        "converges": steps.outcome.converges,
    }


def _unit(unit: Unit) -> list[str]:
    own = next((change for change in unit.changes if change.key == unit.key), None)
    mark = _mark(own) if own else " "
    lines = [f"   {mark} {unit.key.name}{_because(own) if own else ''}"]
    rest = [change for change in unit.changes if change is not own]
    alike = own.what if own is not None and own.what in ("orphan", "delete") else ""
    lines += [
        f"      {_mark(change)} {_name(change.key)}{_because(change) if change.what != alike else ''}"
        for change in rest[:_SHOWN]
    ]
    if len(rest) > _SHOWN:
        lines.append(f"        and {len(rest) - _SHOWN} more (all with --json)")
    return lines


def _mark(change: Change) -> str:
    mark, color = _MARKS[change.what]
    return click.style(mark, fg=color)


def _because(change: Change) -> str:
    if change.what in ("create", "change"):
        return ""
    return f"  {_DONE[change.what]}: {change.because}" if change.because else f"  {_DONE[change.what]}"


def _name(key: ObjectKey) -> str:
    return f"{key.kind} {key.namespace}/{key.name}" if key.namespace else f"{key.kind} {key.name}"
