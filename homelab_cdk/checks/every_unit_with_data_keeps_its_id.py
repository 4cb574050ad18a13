"""No component or instance that holds data is called otherwise."""

from __future__ import annotations

from ..changes import Difference, Placed
from ._matter import listed, renamed_units, stake
from ._rule import ChangeFound, change_rule


@change_rule("HL862", "every_unit_with_data_keeps_its_id")
def every_unit_with_data_keeps_its_id(difference: Difference) -> ChangeFound:
    """No component or instance that holds data is called otherwise.

    The new one begins empty, under the new name. That the old one is protected does not help: it stays in the cluster, keeps
    what it has, and nobody looks after it.
    """
    for unit, other in renamed_units(difference).items():
        precious = [item.key for item in difference.before.by_unit.get(unit, ()) if _left(difference, item)]
        if precious:
            yield (
                "recreate",
                unit,
                f"{other.name} takes its place under another name and begins empty, without {listed(precious)}; keep the"
                " name, or back up, rename, and restore",
            )


def _left(difference: Difference, item: Placed) -> bool:
    change = difference.by_key.get(item.key)
    # What is deleted is found as such.
    return change is not None and change.what == "orphan" and bool(stake(change, difference))
