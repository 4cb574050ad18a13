"""What is let through follows from what was declared."""

from __future__ import annotations

from ..order import Built
from ._policies import POLICY_KINDS
from ._rule import Found, Hit, rule


@rule(
    "HL658",
    "every_policy_comes_from_an_edge",
    level="warning",
    needs="lab",
    example={
        "apps/shop.py": """
 from homelab_cdk import Lab, WebApp


 def build(lab: Lab) -> None:
     web = WebApp(lab, "web", image="registry.example.com/web:1.2.3")
     stock = WebApp(lab, "stock", image="registry.example.com/stock:1.2.3")
-    stock.add_manifest(
-        {
-            "apiVersion": "networking.k8s.io/v1",
-            "kind": "NetworkPolicy",
-            "metadata": {"name": "let-web-in"},
-            "spec": {
-                "podSelector": {},
-                "policyTypes": ["Ingress"],
-                "ingress": [{"from": [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "web"}}}]}],
-            },
-        }
-    )
+    web.network.connect(web.pods, stock.endpoint)
"""
    },
    says="""
NetworkPolicy.networking.k8s.io stock/let-web-in: no declared edge stands behind it; declare the
edge with `network.connect`, `allow_ingress` or `allow_egress`, and leave this policy out
""",
)
def every_policy_comes_from_an_edge(built: Built) -> Found:
    """What is let through follows from what was declared.

    Each network policy of the lab is written by the library from the edges that components and apps declare, on both
    sides and on ports from facts. One by hand, of a foreign construct or of a chart opens or closes ways of which no
    declaration tells, and goes stale when the other side changes.
    """
    ours = {(body.key.namespace, body.key.name) for body in built.lab.surroundings.policies.written}
    for group, kinds in POLICY_KINDS:
        for item in built.of(group, *kinds):
            if group != "networking.k8s.io" or (item.key.namespace, item.key.name) not in ours:
                yield Hit.of(
                    item,
                    "no declared edge stands behind it",
                    "declare the edge with `network.connect`, `allow_ingress` or `allow_egress`, and"
                    " leave this policy out",
                )
    groups = dict(POLICY_KINDS)
    for release, known in built.releases:
        for key in known.facts.objects:
            if key.kind in groups.get(key.group, ()):
                yield Hit(
                    release.construct,
                    f"{key} of the chart {release.chart}",
                    "no declared edge stands behind it",
                    "turn it off in the chart's values, the library writes the policies of the edges that are declared",
                )
