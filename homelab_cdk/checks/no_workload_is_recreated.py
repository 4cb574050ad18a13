"""Nothing is deleted and made anew on the way."""

from __future__ import annotations

from ..changes import Change, Difference
from ..model import ObjectKey
from ._matter import listed, stake
from ._rule import ChangeFound, change_rule


@change_rule("HL868", "no_workload_is_recreated", level="warning")
def no_workload_is_recreated(difference: Difference) -> ChangeFound:
    """Nothing is deleted and made anew on the way.

    Objects that keep no data come back as they were, and what they serve is down meanwhile.
    """
    units: dict[ObjectKey, list[Change]] = {}
    for change in difference.of("recreate"):
        unit = difference.before.unit(change.before) if change.before else None
        if unit is not None and not stake(change, difference) and change.cause != "forced":
            units.setdefault(unit, []).append(change)
    for unit, changes in units.items():
        yield (
            "recreate",
            unit,
            f"{listed(change.key for change in changes)}: deleted and made anew, because {changes[0].because}",
        )
