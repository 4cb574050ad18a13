"""Every chart was rendered with just these values."""

from __future__ import annotations

from ..order import Built
from ._rule import Found, Hit, rule
from ._values import is_described, unknown


@rule(
    "HL402",
    "every_chart_is_proven",
    level="warning",
    needs="lab",
    example={
        "apps/cloud.py": """
 from homelab_cdk import HelmApp, Lab


 def build(lab: Lab) -> None:
     HelmApp(lab, "cloud", chart="nextcloud", version="8.3.0", repository="https://nextcloud.github.io/helm/")
""",
        "homelab.lock": """
 cloud:
-  version: 8.2.0
+  version: 8.3.0
   services: [{namespace: cloud, name: cloud-nextcloud, ports: [{name: http, number: 8080}]}]
""",
    },
    says="""
the chart nextcloud 8.3.0: its facts are assumed: they were read from nextcloud 8.2.0, the lab has
nextcloud 8.3.0; run `homelab lock` to prove them
""",
)
def every_chart_is_proven(built: Built) -> Found:
    """Every chart was rendered with just these values.

    The facts of each chart were read from this very version with these very values; others are assumed to hold.
    """
    for release, known in built.releases:
        if known.standing == "assumed":
            unseen = known.because.endswith("other values") and not is_described(release, known)
            values = (
                ", and whether the chart knows them was not checked" if unseen else _doubts(built, release.construct)
            )
            yield Hit(
                release.construct,
                f"the chart {release.chart}",
                f"its facts are assumed: {known.because}{values}",
                "run `homelab lock` to prove them",
            )


def _doubts(built: Built, construct: str) -> str:
    paths = [finding.path for finding, certain in unknown(built).get(construct, ()) if not certain]
    return f", and it is not known to take {', '.join(paths)}" if paths else ""
