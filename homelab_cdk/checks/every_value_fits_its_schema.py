"""Values fulfil the schema of their chart."""

from __future__ import annotations

from ..order import Built
from ._rule import Found, Hit, rule
from ._values import changed


@rule(
    "HL451",
    "every_value_fits_its_schema",
    example={
        "apps/queues.py": """
 from homelab_cdk import HelmApp, Lab


 def build(lab: Lab) -> None:
     HelmApp(
         lab,
         "queues",
         chart="operator",
         version="1.2.3",
         repository="oci://charts.example.com/operator",
-        values={"logLevel": "warning"},
+        values={"logLevel": "warn"},
     )
""",
        "charts/operator/values.yaml": """
 replicaCount: 1
 logLevel: info
""",
        "charts/operator/values.schema.json": """
 {"properties": {"logLevel": {"enum": ["debug", "info", "warn", "error"]}}}
""",
        "homelab.lock": """
 queues: {release_size: 40000}
""",
    },
    says="""
values.logLevel: got the text 'warning', allowed is debug, info, warn, error (by the schema of
operator 1.2.3); did you mean warn?
""",
)
def every_value_fits_its_schema(built: Built) -> Found:
    """Values fulfil the schema of their chart.

    Helm refuses values that break a chart's `values.schema.json`, and the release fails in the cluster. As for HL450,
    values that were changed since the last proof are held against the schema that was last seen.
    """
    for release, _, tree in changed(built):
        from ..lock import misfits

        for finding in misfits(tree, release):
            yield Hit(
                release.construct,
                finding.path,
                f"{finding.message} (by the schema of {release.chart})",
                finding.suggestion or "write what the schema allows, or leave it out to have the chart's default",
            )
