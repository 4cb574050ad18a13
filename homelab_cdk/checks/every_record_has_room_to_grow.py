"""The record of a release can grow with the next version."""

from __future__ import annotations

from ..order import Built
from ._records import LIMIT, ROOM, kilobytes, records
from ._rule import Found, Hit, rule


@rule(
    "HL454",
    "every_record_has_room_to_grow",
    level="warning",
    example={
        "apps/database.py": """
 from homelab_cdk import HelmApp, Lab


 def build(lab: Lab) -> None:
     HelmApp(
         lab,
         "database",
         chart="operator",
         version="1.2.3",
         repository="oci://charts.example.com/operator",
+        values={"crds": {"clusterCatalogs": False}},
     )
""",
        "homelab.lock": """
-database: {release_size: 890000}
+database: {release_size: 610000}
""",
    },
    says="""
the chart operator 1.2.3: the record of its release takes about 890 kB of the 1,049 kB that a Secret
holds; turn off what is not needed in the values, or let it be delivered as plain manifests
(`delivery: rendered`)
""",
    see=("https://github.com/helm/helm/issues/7126",),
)
def every_record_has_room_to_grow(built: Built) -> Found:
    """The record of a release can grow with the next version.

    The record of each release stays below 700 kB: the next version of the chart brings more CRDs and templates, and at
    1 MiB its upgrade fails (see HL453).
    """
    for release, size, assumed in records(built):
        if ROOM < size <= LIMIT:
            yield Hit(
                release.construct,
                f"the chart {release.chart}",
                f"the record of its release takes about {kilobytes(size)} of the {kilobytes(LIMIT)}"
                " that a Secret holds",
                "turn off what is not needed in the values, or let it be delivered as plain manifests"
                f" (`delivery: rendered`){assumed}",
            )
