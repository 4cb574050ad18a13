"""Workloads find the pods that they make."""

from __future__ import annotations

from ..order import Built
from ._pods import workloads
from ._read import at, mapping, pod_template, selector_text, selects
from ._rule import Found, Hit, rule

_SELECTING = ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet")


@rule(
    "HL170",
    "every_workload_selects_its_own_pods",
    local=True,
    example="""
 apiVersion: apps/v1
 kind: Deployment
 metadata: {name: web, namespace: web}
 spec:
-  selector: {matchLabels: {app: wbe}}
+  selector: {matchLabels: {app: web}}
   template:
     metadata: {labels: {app: web}}
     spec:
       containers:
         - name: web
           image: registry.example.com/web:1.2.3
""",
    says="""
Deployment.apps web/web: spec.selector app=wbe does not take the labels of its own pods (app=web);
write the same labels in both
""",
)
def every_workload_selects_its_own_pods(built: Built) -> Found:
    """Workloads find the pods that they make.

    The selector of each Deployment, StatefulSet, DaemonSet and ReplicaSet takes the labels of its own template; the API server
    refuses another one.
    """
    for item in workloads(built):
        selector = at(item.body, "spec", "selector")
        labels = mapping(at(pod_template(item), "metadata").get("labels"))
        if item.key.kind in _SELECTING and selector and not selects(selector, labels):
            yield Hit.of(
                item,
                f"spec.selector {selector_text(selector)} does not take the labels of its own pods"
                f" ({selector_text({'matchLabels': labels}) if labels else 'none'})",
                "write the same labels in both",
            )
