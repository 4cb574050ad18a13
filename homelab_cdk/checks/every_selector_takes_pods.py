"""Network policies and disruption budgets are about pods that are there."""

from __future__ import annotations

from ..order import Built
from ._pods import pods_of
from ._read import at, selector_text
from ._rule import Found, Hit, Unknown, rule


@rule(
    "HL610",
    "every_selector_takes_pods",
    apart=True,
    level="warning",
    example="""
 apiVersion: apps/v1
 kind: Deployment
 metadata: {name: web, namespace: web}
 spec:
   template:
     metadata: {labels: {app: web}}
     spec:
       containers:
         - {name: web, image: "registry.example.com/web:1.2.3", ports: [{name: http, containerPort: 8080}]}
 ---
 apiVersion: networking.k8s.io/v1
 kind: NetworkPolicy
 metadata: {name: web, namespace: web}
 spec:
-  podSelector: {matchLabels: {app: wbe}}
+  podSelector: {matchLabels: {app: web}}
   ingress: [{ports: [{port: 8080}]}]
""",
    says="""
NetworkPolicy.networking.k8s.io web/web: spec.podSelector app=wbe takes no pods: nothing in the
namespace web is known to make such; correct the labels, or leave the object out
""",
)
def every_selector_takes_pods(built: Built) -> Found:
    """Network policies and disruption budgets are about pods that are there.

    The pod selector of each NetworkPolicy and PodDisruptionBudget takes pods of its namespace; one that takes none
    protects nothing. Where something unknown may make pods, it cannot be told.
    """
    pods = pods_of(built)
    for item, field in (
        *((item, "podSelector") for item in built.of("networking.k8s.io", "NetworkPolicy")),
        *((item, "selector") for item in built.of("policy", "PodDisruptionBudget")),
    ):
        selector = at(item.body, "spec", field)
        if not selector or pods.find(item.key.namespace, selector):
            continue
        if pods.is_open(item.key.namespace):
            perhaps = pods.perhaps(item.key.namespace)
            yield Unknown.of(item, f"spec.{field} {selector_text(selector)} takes no pods that are known, {perhaps}")
        else:
            yield Hit.of(
                item,
                f"spec.{field} {selector_text(selector)} takes no pods: nothing in the namespace {item.key.namespace}"
                " is known to make such",
                "correct the labels, or leave the object out",
            )
