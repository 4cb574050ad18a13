"""No chart goes back to an older version."""

from __future__ import annotations

import re

from ..changes import Difference, version_of
from ._rule import ChangeFound, change_rule


@change_rule("HL867", "no_chart_is_downgraded", level="warning")
def no_chart_is_downgraded(difference: Difference) -> ChangeFound:
    """No chart goes back to an older version.

    Systems migrate what they store when they are upgraded, and hardly any migrates back.
    """
    for change in difference.changes:
        if change.key.kind != "HelmRelease" or change.before is None or change.after is None:
            continue
        old = version_of(change.before, difference.before.objects)
        new = version_of(change.after, difference.after.objects)
        if _rank(new) < _rank(old) and _rank(new):
            yield (
                "",
                change.key,
                f"its chart goes back from {old} to {new}; what the newer one has migrated may not be readable any more:"
                " have a backup from before",
            )


def _rank(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"[0-9]+", version.partition("+")[0].partition("-")[0])]
