"""No component or instance that holds data is called otherwise."""

from __future__ import annotations

from collections.abc import Iterable

from ..changes import Change, Difference, Placed
from ..model import ObjectKey
from ._matter import listed, moved_home, stake
from ._rule import ChangeFound, change_rule

_ENOUGH = 0.6
"""Of the objects of the old one, how many the new one has under its own name."""


@change_rule("HL862", "every_unit_with_data_keeps_its_id")
def every_unit_with_data_keeps_its_id(difference: Difference) -> ChangeFound:
    """No component or instance that holds data is called otherwise.

    The new one begins empty, under the new name. That the old one is protected does not help: it stays in the cluster, keeps
    what it has, and nobody looks after it.
    """
    units = difference.before.units
    elsewhere = moved_home(difference)
    new = [change for change in difference.of("create") if change.key in difference.after.units]
    for change in difference.of("delete", "orphan"):
        if change.key not in units:
            continue
        precious = [
            item.key
            for item in difference.before.by_unit.get(change.key, ())
            if item.key not in elsewhere and _left(difference, item)
        ]
        if not precious:
            continue
        for other in new:
            if _alike(difference, change.key, other.key):
                yield (
                    "recreate",
                    change.key,
                    f"{other.key.name} takes its place under another name and begins empty, without {listed(precious)};"
                    " keep the name, or back up, rename, and restore",
                )
                break


def _left(difference: Difference, item: Placed) -> bool:
    change: Change | None = difference.by_key.get(item.key)
    # What is deleted is found as such.
    return change is not None and change.what == "orphan" and bool(stake(change, difference))


def _alike(difference: Difference, old: ObjectKey, new: ObjectKey) -> bool:
    was = set(_shape(difference.before.by_unit.get(old, ()), old.name))
    now = set(_shape(difference.after.by_unit.get(new, ()), new.name))
    return bool(was) and len(was & now) / len(was) >= _ENOUGH


def _shape(items: Iterable[Placed], name: str) -> Iterable[tuple[str, str, str, str]]:
    for item in items:
        key = item.key
        yield key.group, key.kind, key.namespace.replace(name, "*"), key.name.replace(name, "*")
