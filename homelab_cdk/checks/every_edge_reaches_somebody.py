"""What clients are let out for is there."""

from __future__ import annotations

from ..order import Built
from ._pods import PodSet, pods_of
from ._policies import Peer, egress, namespaces, nearest, peers, policies
from ._read import Map, maps, selector_text
from ._rule import Found, Hit, rule

_Problem = tuple[str, str]
"""What is wrong, and how to mend it."""

_Known = dict[tuple[str, str, str], _Problem | None]


@rule(
    "HL656",
    "every_edge_reaches_somebody",
    apart=True,
    example="""
 apiVersion: v1
 kind: Namespace
 metadata: {name: web}
 ---
 apiVersion: apps/v1
 kind: Deployment
 metadata: {name: web, namespace: web}
 spec:
   selector: {matchLabels: {app: web}}
   template:
     metadata: {labels: {app: web}}
     spec:
       containers: [{name: web, image: "registry.example.com/web:1.2.3", ports: [{containerPort: 8080}]}]
 ---
 apiVersion: v1
 kind: Service
 metadata: {name: web, namespace: web}
 spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
 ---
 apiVersion: networking.k8s.io/v1
 kind: NetworkPolicy
 metadata: {name: reader-to-web, namespace: reader}
 spec:
   podSelector: {}
   policyTypes: [Egress]
   egress:
     - to:
         - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: web}}
           podSelector: {matchLabels: {app: web}}
-      ports: [{port: 80}]
+      ports: [{port: 8080}]
""",
    says="""
NetworkPolicy.networking.k8s.io reader/reader-to-web: it lets its pods reach the port 80 of
Deployment.apps web/web, which listens on 8080; write the pods' port, not a Service's, or declare
the port on the container
""",
)
def every_edge_reaches_somebody(built: Built) -> Found:
    """What clients are let out for is there.

    Each rule of a NetworkPolicy that lets pods reach other pods names a namespace of the lab, pods that something in it
    makes, and a port that they listen on; else the client waits for an answer that nobody gives. Where pods declare no
    ports, or something unknown may make pods, nothing is said.
    """
    known: _Known = {}
    for items in policies(built).values():
        for item in items:
            for rule_ in egress(item):
                for peer in peers(item, rule_, "to"):
                    for problem in dict.fromkeys(_problems(built, known, peer, rule_)):
                        yield Hit.of(item, *problem)


def _problems(built: Built, known: _Known, peer: Peer, rule_: Map) -> list[_Problem]:
    ports = maps(rule_.get("ports")) or [{}]
    found: list[_Problem] = []
    for port in ports:
        key = (peer.namespace, selector_text(peer.selector), f"{port.get('port')}-{port.get('endPort')}")
        if key not in known:
            known[key] = _problem(built, peer, port)
        problem = known[key]
        if problem is not None:
            found.append(problem)
    return found


def _problem(built: Built, peer: Peer, port: Map) -> _Problem | None:
    if peer.namespace not in namespaces(built):
        if pods_of(built).open_everywhere:
            return None
        return (
            f"it lets its pods reach the namespace {peer.namespace}, which nothing in this lab makes",
            "write the namespace of the pods that are meant, or leave the rule out",
        )
    index = pods_of(built)
    if index.is_open(peer.namespace) or not (peer.selector or index.by_namespace.get(peer.namespace)):
        return None
    found = index.find(peer.namespace, peer.selector)
    if not found:
        if peer.namespace not in index.by_namespace:
            return None  # a namespace of the cluster itself, of whose pods nothing is known
        like = nearest(built, peer)
        return (
            f"it lets its pods reach pods with {selector_text(peer.selector)} in {peer.namespace}, and nothing there is"
            " known to make such",
            f"write labels that the pods have ({like or '`Endpoint.of_service` takes them from facts'}), or leave the rule out",
        )
    return _unheard(found, port)


def _unheard(found: list[PodSet], port: Map) -> _Problem | None:
    number, last = port.get("port"), port.get("endPort")
    if not isinstance(number, (int, str)) or any(pods.loose or not pods.ports for pods in found):
        return None
    for pods in found:
        if isinstance(number, int) and isinstance(last, int):
            if any(number <= one <= last for one in pods.ports):
                return None
        elif number in pods.ports or number in pods.port_names:
            return None
    there = ", ".join(map(str, sorted(frozenset[int]().union(*(pods.ports for pods in found)))))
    return (
        f"it lets its pods reach the port {number} of {found[0].who}, which listens on {there}",
        "write the pods' port, not a Service's, or declare the port on the container",
    )
