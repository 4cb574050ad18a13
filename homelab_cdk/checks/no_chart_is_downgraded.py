"""No chart goes back to an older version."""

from __future__ import annotations

import re

from ..changes import Difference, version_of
from ._rule import ChangeFound, ChangeHit, change_rule

_VERSION = re.compile(r"v?([0-9]+(?:\.[0-9]+)*)(?:[-+].*)?")


@change_rule(
    "HL867",
    "no_chart_is_downgraded",
    level="warning",
    example={
        "generated/platform/longhorn": """
 apiVersion: helm.toolkit.fluxcd.io/v2
 kind: HelmRelease
 metadata: {name: longhorn, namespace: longhorn}
 spec:
   chart:
     spec:
       chart: longhorn
-      version: 1.10.0
+      version: 1.9.2
       sourceRef: {kind: HelmRepository, name: longhorn}
"""
    },
    says="""
HelmRelease.helm.toolkit.fluxcd.io longhorn/longhorn: its chart goes back from 1.10.0 to 1.9.2, and
what the newer one has migrated may not be readable any more; stay at 1.10.0, or restore a backup
from before it
""",
    harmless={
        "generated/platform/longhorn": """
 apiVersion: helm.toolkit.fluxcd.io/v2
 kind: HelmRelease
 metadata: {name: longhorn, namespace: longhorn}
 spec:
   chart:
     spec:
       chart: longhorn
-      version: 1.9.2
+      version: 1.10.0
       sourceRef: {kind: HelmRepository, name: longhorn}
"""
    },
    see=("https://github.com/siutsin/otaru/pull/3164",),
)
def no_chart_is_downgraded(difference: Difference) -> ChangeFound:
    """No chart goes back to an older version.

    Systems migrate what they store when they are upgraded, and hardly any migrates back. Versions that are a range, or no
    numbers, are left out.
    """
    # A release that goes by the tag of an OCIRepository stays itself the same.
    for key, before in difference.before.objects.items():
        after = difference.after.objects.get(key) if key.kind == "HelmRelease" else None
        if after is None:
            continue
        old = version_of(before, difference.before.objects)
        new = version_of(after, difference.after.objects)
        now = _numbers(new)
        if now < _numbers(old)[: len(now)]:
            yield ChangeHit(
                "",
                key,
                f"its chart goes back from {old} to {new}, and what the newer one has migrated may not be readable any more",
                f"stay at {old}, or restore a backup from before it",
            )


def _numbers(version: str) -> list[int]:
    """What a version consists of; nothing where it is a range, or no numbers."""
    found = _VERSION.fullmatch(version)
    return [int(part) for part in found[1].split(".")] if found else []
