"""Helm can keep the record of every release."""

from __future__ import annotations

from ..order import Built
from ._records import LIMIT, kilobytes, records
from ._rule import Found, Hit, rule


@rule(
    "HL453",
    "every_release_fits_its_record",
    example={
        "apps/dashboards.py": """
 from homelab_cdk import HelmApp, Lab


 def build(lab: Lab) -> None:
     HelmApp(
         lab,
         "dashboards",
         chart="operator",
         version="1.2.3",
         repository="oci://charts.example.com/operator",
+        values={"defaultDashboards": {"enabled": False}},
     )
""",
        "homelab.lock": """
-dashboards: {release_size: 1230000}
+dashboards: {release_size: 280000}
""",
    },
    says="""
the chart operator 1.2.3: the record of its release takes about 1,230 kB, and a Secret holds 1,049
kB; turn off what is not needed in the values, or let it be delivered as plain manifests (`delivery:
rendered`)
""",
    see=("https://github.com/helm/helm/issues/7126",),
)
def every_release_fits_its_record(built: Built) -> Found:
    """Helm can keep the record of every release.

    Helm writes down what it is about to install in a Secret, before it applies anything, and a Secret holds at most 1 MiB: a
    larger release is never installed, and one that has grown beyond it never upgraded again. The size is estimated from the
    chart, its values and what it renders.
    """
    for release, size, assumed in records(built):
        if size > LIMIT:
            yield Hit(
                release.construct,
                f"the chart {release.chart}",
                f"the record of its release takes about {kilobytes(size)}, and a Secret holds {kilobytes(LIMIT)}",
                "turn off what is not needed in the values, or let it be delivered as plain manifests"
                f" (`delivery: rendered`){assumed}",
            )
