"""Of every chart it is known what it brings."""

from __future__ import annotations

from ..order import Built
from ._rule import Found, Hit, rule


@rule(
    "HL401",
    "every_chart_is_known",
    level="warning",
    needs="lab",
    example={
        "apps/cloud.py": """
 from homelab_cdk import HelmApp, Lab


 def build(lab: Lab) -> None:
     HelmApp(lab, "cloud", chart="nextcloud", version="8.2.0", repository="https://nextcloud.github.io/helm/")
""",
        "homelab.lock": """
+cloud: {services: [{namespace: cloud, name: cloud-nextcloud, ports: [{name: http, number: 8080}]}]}
""",
    },
    says="""
the chart nextcloud 8.2.0: nothing is known of it: no lock and no shipped facts know the chart
nextcloud; run `homelab lock`, which renders it and writes down what it brings
""",
)
def every_chart_is_known(built: Built) -> Found:
    """Of every chart it is known what it brings.

    Facts of each chart are at hand; of an unknown one, neither order nor policies nor capacity are known.
    """
    for release, known in built.releases:
        if known.standing == "unknown":
            yield Hit(
                release.construct,
                f"the chart {release.chart}",
                f"nothing is known of it: {known.because}",
                "run `homelab lock`, which renders it and writes down what it brings",
            )
