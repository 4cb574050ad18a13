"""Nothing is lost where plain cdk8s writes."""

from __future__ import annotations

from ..model import walk
from ..order import Built
from ._rule import Found, Hit, rule

_LARGEST = 2**53
_FIX = (
    "add the cdk8s objects beside it with `add_manifest` instead, accept this where only homelab-synth writes the lab"
)


@rule(
    "HL106",
    "plain_cdk8s_carries_every_value",
    level="warning",
    needs="lab",
    example={
        "apps/web.py": """
 import cdk8s

 from homelab_cdk import Lab, UnitChart

 RELEASE = {
     "apiVersion": "helm.toolkit.fluxcd.io/v2",
     "kind": "HelmRelease",
     "metadata": {"name": "web", "namespace": "web"},
     "spec": {
         "interval": "1h",
         "chartRef": {"kind": "OCIRepository", "name": "web"},
         "values": {"resources": {"limits": {"cpu": None}}},  # takes the chart's own limit away
     },
 }


 def build(lab: Lab) -> None:
     web = UnitChart(lab, "web")
     web.add_namespace()
     web.add_manifest(RELEASE)
-    cdk8s.ApiObject(web, "account", api_version="v1", kind="ServiceAccount", metadata={"name": "backup"})
+    web.add_manifest({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "backup"}})
"""
    },
    says="""
HelmRelease.helm.toolkit.fluxcd.io web/web: spec.values.resources.limits.cpu is null, which plain
cdk8s would drop; add the cdk8s objects beside it with `add_manifest` instead, accept this where
only homelab-synth writes the lab, or leave it out
""",
)
def plain_cdk8s_carries_every_value(built: Built) -> Found:
    """Nothing is lost where plain cdk8s writes.

    No object beside foreign constructs holds null in a map or a whole number beyond 2^53: `homelab-synth` writes
    both, but with `app.synth()` of plain cdk8s, jsii drops the one and rounds the other. A null is often meant: in the
    values of a chart it takes a default away.
    """
    for item in built.items:
        if not item.chart.is_reached:
            continue
        for path, value in walk(item.body):
            place = ".".join(map(str, path))
            if value is None and isinstance(path[-1], str):
                yield Hit.of(
                    item,
                    f"{place} is null, which plain cdk8s would drop",
                    f"{_FIX}, or leave it out",
                )
            elif isinstance(value, int) and abs(value) > _LARGEST:
                yield Hit.of(
                    item,
                    f"{place} is {value}, which plain cdk8s would round",
                    f"{_FIX}, or write it as a text",
                )
