"""Nothing is deleted that holds data."""

from __future__ import annotations

from ..changes import Difference, loss
from ..constructs import PRUNE_ANNOTATION
from ._matter import moved_home
from ._rule import ChangeFound, change_rule


@change_rule("HL850", "no_data_is_deleted")
def no_data_is_deleted(difference: Difference) -> ChangeFound:
    """Nothing is deleted that holds data.

    A volume, a StatefulSet, a database, a release with volumes, a Secret or a generated credential that leaves the tree is
    deleted by Flux unless it, or whoever applies it, says otherwise; so is what lives in a namespace, or is of a kind, that
    is deleted.
    """
    elsewhere = moved_home(difference)
    for change in difference.of("delete", "recreate"):
        spread = change.cause in ("home", "kind")
        if change.before is None or change.key in elsewhere or not (change.what == "delete" or spread):
            continue
        lost = loss(change.before, difference.before)
        if lost:
            keep = (
                "keep what it depends on"
                if spread
                else f"to keep it, first annotate it with {PRUNE_ANNOTATION}: disabled in a commit of its own"
            )
            anew = " and made anew" if change.what == "recreate" else ""
            yield (
                change.what,
                change.key,
                f"it is deleted{anew}, because {change.because}; lost with it: {lost}; {keep}",
            )
