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
    # A release that goes by the tag of an OCIRepository stays itself the same.
    for key, before in difference.before.objects.items():
        after = difference.after.objects.get(key) if key.kind == "HelmRelease" else None
        if after is None:
            continue
        old = version_of(before, difference.before.objects)
        new = version_of(after, difference.after.objects)
        if _rank(new) < _rank(old) and _rank(new):
            yield (
                "",
                key,
                f"its chart goes back from {old} to {new}; what the newer one has migrated may not be readable any more:"
                " have a backup from before",
            )


def _rank(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"[0-9]+", version.partition("+")[0].partition("-")[0])]
