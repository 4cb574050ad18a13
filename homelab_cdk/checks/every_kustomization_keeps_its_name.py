"""No Kustomization is renamed, or moved, with objects that must not be deleted."""

from __future__ import annotations

from ..changes import Change, Difference
from ..model import ObjectKey
from ._matter import listed, stake
from ._rule import ChangeFound, change_rule


@change_rule("HL852", "every_kustomization_keeps_its_name")
def every_kustomization_keeps_its_name(difference: Difference) -> ChangeFound:
    """No Kustomization is renamed, or moved, with objects that must not be deleted.

    For Kubernetes the old one is deleted and takes along what it has applied, while the new one makes it anew, empty.
    """
    units: dict[ObjectKey, list[Change]] = {}
    for change in difference.of("recreate"):
        unit = difference.before.unit(change.before) if change.before else None
        if change.cause == "renamed" and unit is not None:
            units.setdefault(unit, []).append(change)
    for unit, changes in units.items():
        precious = {change.key: words for change in changes if (words := stake(change, difference))}
        if precious:
            yield (
                "recreate",
                unit,
                f"it is deleted and takes along what it has applied, and {_homes(difference, changes)} makes that anew:"
                f" {listed(precious)}; keep its name, or first annotate it with kustomize.toolkit.fluxcd.io/prune:"
                " disabled and set deletionPolicy: Orphan in a commit of its own",
            )


def _homes(difference: Difference, changes: list[Change]) -> str:
    homes = {difference.after.unit(change.after) for change in changes if change.after is not None}
    return listed(home for home in homes if home is not None)
