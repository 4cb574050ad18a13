"""Every custom resource was held against its CRD."""

from __future__ import annotations

from ..model import K3S_GROUPS, GroupKind
from ..order import FLUX_GROUPS, Built, Item
from ._rule import Found, Hit, rule
from ._schemas import judged

_GIVE = "give a folder with {} by --crds"


@rule(
    "HL107",
    "every_custom_resource_is_proven",
    local=True,
    level="warning",
    needs="lab",
    example={
        "apps/monitoring.py": """
 from homelab_cdk import HelmApp, Lab


 def build(lab: Lab) -> None:
     repository = "oci://charts.example.com/prometheus-operator"
     HelmApp(lab, "monitoring", chart="prometheus-operator", version="1.2.3", repository=repository)
""",
        "homelab.lock": """
 monitoring:
   crds:
     - group: monitoring.coreos.com
       kind: ServiceMonitor
       plural: servicemonitors
       scope: Namespaced
       versions: [v1]
""",
        "apps/web/web.yaml": """
 apiVersion: monitoring.coreos.com/v1
 kind: ServiceMonitor
 metadata: {name: web, namespace: web}
 spec:
   selector: {matchLabels: {app: web}}
   endpoints: [{port: metrics}]
""",
        "crds/servicemonitors.yaml": """
+apiVersion: apiextensions.k8s.io/v1
+kind: CustomResourceDefinition
+metadata: {name: servicemonitors.monitoring.coreos.com}
+spec:
+  group: monitoring.coreos.com
+  names: {kind: ServiceMonitor, plural: servicemonitors}
+  scope: Namespaced
+  versions:
+    - name: v1
+      served: true
+      storage: true
+      schema:
+        openAPIV3Schema:
+          properties:
+            spec:
+              required: [endpoints, selector]
+              properties:
+                selector: {type: object, properties: {matchLabels: {type: object, additionalProperties: {type: string}}}}
+                endpoints: {type: array, items: {type: object, properties: {port: {type: string}}}}
""",
    },
    says="""
the chart prometheus-operator 1.2.3: the lab's objects of its kinds (ServiceMonitor) are not those
that `homelab lock` held against its CRDs, and no CRD of theirs is at hand; run `homelab lock`, or
give a folder with their CRDs by --crds
""",
)
def every_custom_resource_is_proven(built: Built) -> Found:
    """Every custom resource was held against its CRD.

    There is a CRD for each: in the lab, in the folders of `--crds`, or in the cache that `homelab lock` fills. Or the
    custom resources of a chart's kinds are just those that `homelab lock` held against the chart's CRDs and their CEL
    rules. What was held against none may be refused by the API server. Of Flux' own objects those are left out that this
    library writes, as long as they have no other fields than its tests hold against Flux' CRDs.
    """
    unknown: dict[GroupKind, list[Item]] = {}
    for item in judged(built).unknown:
        unknown.setdefault(item.group_kind, []).append(item)
    for release, known in built.releases:
        kinds = dict.fromkeys(crd.group_kind for crd in known.facts.crds)
        names = dict.fromkeys(kind.kind for kind in kinds if unknown.pop(kind, None))
        if names:
            yield Hit(
                release.construct,
                f"the chart {release.chart}",
                f"the lab's objects of its kinds ({', '.join(names)}) are not those that `homelab lock` held against"
                " its CRDs, and no CRD of theirs is at hand",
                f"run `homelab lock`, or {_GIVE.format('their CRDs')}",
            )
    for kind, items in unknown.items():
        whose, how = _whose(kind)
        for item in items:
            yield Hit.of(item, f"{whose} brings its CRD, and none is at hand to hold it against", how)


def _whose(kind: GroupKind) -> tuple[str, str]:
    """Who brings the CRD of a kind, and how it comes to be known."""
    give = _GIVE.format("its CRD")
    if kind.group in FLUX_GROUPS:
        return "Flux", f"run `homelab lock`, or {give}"
    if kind.group in K3S_GROUPS:
        return "k3s", f"{give}, from pkg/crds/yaml/generated of k3s-io/helm-controller"
    return "no chart of the lab", give
