"""Nothing that holds data moves to another namespace."""

from __future__ import annotations

from ..changes import Difference
from ._matter import moved_home, renamed_units, stake
from ._rule import ChangeFound, change_rule


@change_rule("HL854", "every_object_keeps_its_namespace")
def every_object_keeps_its_namespace(difference: Difference) -> ChangeFound:
    """Nothing that holds data moves to another namespace.

    To Kubernetes that is another object: the new one begins empty, and the old one is deleted or left behind.
    """
    renamed = renamed_units(difference)
    for key, target in moved_home(difference).items():
        change = difference.by_key[key]
        words = stake(change, difference)
        unit = difference.before.unit(change.before) if change.before else None
        if words and not (unit in renamed and change.what == "orphan"):
            old = "deleted" if change.what == "delete" else "left behind"
            yield (
                "recreate",
                key,
                f"it moves to the namespace {target.namespace}, where it begins empty, and the old one is {old}"
                f" ({change.because}); lost with it: {words}; keep the namespace, or back up, move, and restore",
            )
