"""Whoever is let out to somebody is let in there, and the other way round."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..order import Built, Item
from ._passage import let_in, let_out, protocol_of
from ._pods import PodIndex, PodSet, pods_of
from ._policies import Peer, egress, ingress, peers, policies
from ._read import Map, at, maps, selector_text
from ._rule import Found, Hit, rule


@rule(
    "HL670",
    "every_edge_is_open_at_both_ends",
    apart=True,
    example="""
 apiVersion: apps/v1
 kind: Deployment
 metadata: {name: web, namespace: web}
 spec:
   selector: {matchLabels: {app: web}}
   template:
     metadata: {labels: {app: web}}
     spec:
       containers:
         - {name: web, image: "registry.example.com/web:1.2.3", ports: [{containerPort: 8080}]}
 ---
 apiVersion: apps/v1
 kind: Deployment
 metadata: {name: db, namespace: db}
 spec:
   selector: {matchLabels: {app: db}}
   template:
     metadata: {labels: {app: db}}
     spec:
       containers:
         - {name: db, image: "registry.example.com/db:1.2.3", ports: [{containerPort: 8080}]}
 ---
 apiVersion: networking.k8s.io/v1
 kind: NetworkPolicy
 metadata: {name: allow-from-web, namespace: web}
 spec:
   podSelector: {matchLabels: {app: web}}
   policyTypes: [Egress]
   egress:
     - to:
         - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: db}}
           podSelector: {matchLabels: {app: db}}
       ports: [{port: 8080}]
 ---
 apiVersion: networking.k8s.io/v1
 kind: NetworkPolicy
 metadata: {name: default-deny, namespace: db}
 spec:
   podSelector: {}
   policyTypes: [Ingress]
+---
+apiVersion: networking.k8s.io/v1
+kind: NetworkPolicy
+metadata: {name: allow-to-db, namespace: db}
+spec:
+  podSelector: {matchLabels: {app: db}}
+  policyTypes: [Ingress]
+  ingress:
+    - from:
+        - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: web}}
+          podSelector: {matchLabels: {app: web}}
+      ports: [{port: 8080}]
""",
    says="""
NetworkPolicy.networking.k8s.io web/allow-from-web: it lets its pods out to app=db in db at 8080,
and no policy of db lets them in; declare the edge with `network.connect`, which opens both ends, or
leave the rule out
""",
)
def every_edge_is_open_at_both_ends(built: Built) -> Found:
    """Whoever is let out to somebody is let in there, and the other way round.

    A connection needs both: a NetworkPolicy of the client's namespace that lets it out, and one of the server's that lets it in.
    For each rule that names pods of the lab, the other side has a rule for just these pods and this port, unless it is not
    closed. Where nothing is known of the pods, nothing is said.
    """
    index = pods_of(built)
    for items in policies(built).values():
        for item in items:
            own = index.find(item.key.namespace, at(item.body, "spec", "podSelector"))
            if not own:
                continue
            here = item.key.namespace
            for rule_ in egress(item):
                for end in _ends(index, item, rule_, "to"):
                    if not any(
                        let_in(built, one, end.port, namespace=here, clients=own, protocol=end.protocol)
                        for one in end.pods
                    ):
                        yield _hit(item, "out to", "in", end)
            for rule_ in ingress(item):
                for end in _ends(index, item, rule_, "from"):
                    if not any(
                        let_out(built, one, end.port, namespace=here, servers=own, protocol=end.protocol)
                        for one in end.pods
                    ):
                        yield _hit(item, "in", "out", end)


@dataclass(frozen=True, slots=True)
class _End:
    """The known pods at the other end of a rule, and a port of it; no protocol means any."""

    peer: Peer
    pods: list[PodSet]
    port: int | str | None
    protocol: str


def _ends(index: PodIndex, item: Item, rule_: Map, field: str) -> Iterator[_End]:
    for peer in peers(item, rule_, field):
        others = [] if index.is_open(peer.namespace) else index.find(peer.namespace, peer.selector)
        for entry in maps(rule_.get("ports")) or [{}] if others else ():
            value = entry.get("port")
            port = value if isinstance(value, (int, str)) else None
            yield _End(peer, others, port, protocol_of(entry) if entry else "")


def _hit(item: Item, way: str, other: str, end: _End) -> Hit:
    peer = end.peer
    pods = f"{selector_text(peer.selector)} in {peer.namespace}" if peer.selector else f"the pods of {peer.namespace}"
    protocol = "" if end.protocol in ("", "TCP") else f"/{end.protocol.lower()}"
    at_port = "" if end.port is None else f" at {end.port}{protocol}"
    return Hit.of(
        item,
        f"it lets {'its pods ' if way != 'in' else ''}{way} {pods}{at_port}, and no policy of {peer.namespace} lets them"
        f" {other}",
        "declare the edge with `network.connect`, which opens both ends, or leave the rule out",
    )
