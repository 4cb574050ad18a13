"""Services have pods behind them."""

from __future__ import annotations

from ..order import Built
from ._pods import pods_of
from ._read import at, maps, selector_text
from ._rule import Found, Hit, Unknown, rule


@rule(
    "HL609",
    "every_service_reaches_pods",
    apart=True,
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
 apiVersion: v1
 kind: Service
 metadata: {name: web, namespace: web}
-spec: {selector: {app: wbe}, ports: [{name: http, port: 80, targetPort: http}]}
+spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: http}]}
""",
    says="""
Service web/web: spec.selector app=wbe takes no pods: nothing in the namespace web is known to make
such; correct the selector or the pods' labels
""",
)
def every_service_reaches_pods(built: Built) -> Found:
    """Services have pods behind them.

    The selector of each Service of the tree takes pods of its namespace, and each named `targetPort` is a port of
    theirs; a Service without pods answers nobody. Where something unknown may make pods, it cannot be told.
    """
    pods = pods_of(built)
    for item in built.of("", "Service"):
        spec = at(item.body, "spec")
        selector = spec.get("selector")
        if not isinstance(selector, dict) or not selector or spec.get("type") == "ExternalName":
            continue
        namespace = item.key.namespace
        found = pods.find(namespace, {"matchLabels": selector})
        if not found:
            if pods.is_open(namespace):
                taken = f"spec.selector {selector_text({'matchLabels': selector})} takes no pods that are known"
                yield Unknown.of(item, f"{taken}, {pods.perhaps(namespace)}")
            else:
                yield Hit.of(
                    item,
                    f"spec.selector {selector_text({'matchLabels': selector})} takes no pods: nothing"
                    f" in the namespace {namespace} is known to make such",
                    "correct the selector or the pods' labels",
                )
            continue
        names = frozenset[str]().union(*(pod_set.port_names for pod_set in found))
        for port in maps(spec.get("ports")):
            target = port.get("targetPort")
            if isinstance(target, str) and target not in names and not any(pod_set.loose for pod_set in found):
                yield Hit.of(
                    item,
                    f"targetPort {target!r} is no port of {found[0].who}, which names {', '.join(sorted(names)) or 'none'}",
                    "use one of those, or name the container's port so",
                )
