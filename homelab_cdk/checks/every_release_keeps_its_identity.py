"""No release is uninstalled because its name, namespace or chart becomes another."""

from __future__ import annotations

from ..changes import Difference, loss
from ._rule import ChangeFound, change_rule


@change_rule("HL855", "every_release_keeps_its_identity")
def every_release_keeps_its_identity(difference: Difference) -> ChangeFound:
    """No release is uninstalled because its name, namespace or chart becomes another.

    helm-controller uninstalls the old release before it installs the new one when releaseName, targetNamespace,
    storageNamespace or the name of the chart changes; the last one not with `upgrade.chartNameChangeStrategy: InPlaceUpdate`.
    """
    for change in difference.of("recreate"):
        if change.cause == "release" and change.before is not None:
            lost = loss(change.before, difference.before)
            goes = f"; lost with it: {lost}" if lost else ""
            yield (
                "recreate",
                change.key,
                f"{change.because}; until it is installed again everything of it is down{goes}; keep them, or set"
                " upgrade.chartNameChangeStrategy: InPlaceUpdate where just the chart's name changes",
            )
