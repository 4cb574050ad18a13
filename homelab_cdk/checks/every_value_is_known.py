"""A chart knows every value that is set."""

from __future__ import annotations

from ..order import Built
from ._rule import Found, Hit, rule
from ._values import unknown


@rule(
    "HL450",
    "every_value_is_known",
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
-        values={"replicas": 2},
+        values={"replicaCount": 2},
     )
""",
        "charts/operator/values.yaml": """
 replicaCount: 1
 logLevel: info
""",
        "homelab.lock": """
 queues: {release_size: 40000}
""",
    },
    says="""
values.replicas: the chart has no such value (operator 1.2.3); did you mean replicaCount?
""",
    see=("https://github.com/thanos-community/helm-charts/issues/203",),
)
def every_value_is_known(built: Built) -> Found:
    """A chart knows every value that is set.

    A misspelt value changes nothing: Helm takes it without a word. `homelab lock` refuses one; where values were changed
    since, each path is looked up in what the chart was last seen to know on this machine: what is of another type, or is
    spelt like a value of the chart and is none, is refused. What only rendering can tell, and charts that were never seen
    here, are told of by HL402.
    """
    for construct, findings in unknown(built).items():
        for finding, certain in findings:
            if certain:
                yield Hit(
                    construct,
                    finding.path,
                    finding.message,
                    finding.suggestion
                    or "write it as the chart's values.yaml does, or leave it out to have its default",
                )
