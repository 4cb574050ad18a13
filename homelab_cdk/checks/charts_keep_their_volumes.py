"""No chart changes or drops the volumes of a release that is installed."""

from __future__ import annotations

from ..changes import Difference, released_changes
from ._rule import ChangeFound, change_rule


@change_rule("HL859", "charts_keep_their_volumes")
def charts_keep_their_volumes(difference: Difference) -> ChangeFound:
    """No chart changes or drops the volumes of a release that is installed.

    The facts of each chart before and after are compared. What a new version or new values render no more, Helm deletes, a
    claim with what is stored in it; what a StatefulSet asks for cannot be changed at all.
    """
    for change in released_changes(difference):
        fix = (
            "keep the values that made it"
            if change.effect == "delete"
            else "undo it, or raise the claims by hand and delete the StatefulSet with `kubectl delete --cascade=orphan`"
            if change.key.kind == "StatefulSet"
            else "undo it, or make another claim and copy what is stored"
        )
        yield change.effect, change.key, f"{change.message}; {fix}"
