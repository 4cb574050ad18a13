"""Network policies open ports that somebody listens on."""

from __future__ import annotations

from ..order import Built
from ._pods import pods_of
from ._read import at, maps
from ._rule import Found, Hit, Unknown, rule


@rule(
    "HL605",
    "every_policy_port_is_listened_on",
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
   podSelector: {matchLabels: {app: web}}
-  ingress: [{ports: [{port: 80}]}]
+  ingress: [{ports: [{port: 8080}]}]
""",
    says="""
NetworkPolicy.networking.k8s.io web/web: it opens the port 80 of Deployment.apps web/web, which
listens on 8080, http; write the pods' port, not a Service's, or declare the port on the container
""",
)
def every_policy_port_is_listened_on(built: Built) -> Found:
    """Network policies open ports that somebody listens on.

    Each port that a NetworkPolicy opens to pods is a port of theirs: the number that the container listens on, not
    the Service's. Where pods declare no ports, it cannot be told.
    """
    pods = pods_of(built)
    for item in built.of("networking.k8s.io", "NetworkPolicy"):
        spec = at(item.body, "spec")
        selector = at(spec, "podSelector")
        rules = maps(spec.get("ingress"))
        if not selector or not rules:
            continue
        found = pods.find(item.key.namespace, selector)
        silent = [pod_set.who for pod_set in found if not pod_set.ports]
        if silent:
            yield Unknown.of(item, f"{silent[0]} does not declare the ports that it listens on")
        if not found or silent:
            continue
        numbers = frozenset[int]().union(*(pod_set.ports for pod_set in found))
        names = frozenset[str]().union(*(pod_set.port_names for pod_set in found))
        for rule_ in rules:
            for port in maps(rule_.get("ports")):
                value = port.get("port")
                last = port.get("endPort")
                if isinstance(value, int) and isinstance(last, int):
                    missing = not any(value <= number <= last for number in numbers)
                else:
                    missing = isinstance(value, (int, str)) and value not in numbers and value not in names
                if missing:
                    there = ", ".join([*map(str, sorted(numbers)), *sorted(names)])
                    yield Hit.of(
                        item,
                        f"it opens the port {value} of {found[0].who}, which listens on {there}",
                        "write the pods' port, not a Service's, or declare the port on the container",
                    )
