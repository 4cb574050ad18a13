"""Whom network policies let in is there."""

from __future__ import annotations

from ..order import Built
from ._pods import pods_of
from ._policies import Peer, ingress, namespaces, nearest, peers, policies
from ._read import selector_text
from ._rule import Found, Hit, rule

_Problem = tuple[str, str]
"""Whom it lets in that is not there, and how to mend it."""


@rule(
    "HL661",
    "every_client_exists",
    apart=True,
    level="warning",
    example="""
 apiVersion: v1
 kind: Namespace
 metadata: {name: traefik}
 ---
 apiVersion: networking.k8s.io/v1
 kind: NetworkPolicy
 metadata: {name: let-the-gateway-in, namespace: web}
 spec:
   podSelector: {matchLabels: {app: web}}
   policyTypes: [Ingress]
   ingress:
-    - from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ingress-nginx}}}]
+    - from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: traefik}}}]
       ports: [{port: 8080}]
""",
    says="""
NetworkPolicy.networking.k8s.io web/let-the-gateway-in: it lets in the namespace ingress-nginx,
which nothing in this lab makes; write the namespace of the clients, or leave the rule out
""",
)
def every_client_exists(built: Built) -> Found:
    """Whom network policies let in is there.

    Each rule of a NetworkPolicy that lets other pods in names a namespace of the lab, and pods that something in it makes.
    Another one lets in nobody, and whoever was meant stays out. Where something unknown may make pods, nothing is said.
    """
    known: dict[tuple[str, str], _Problem | None] = {}
    for items in policies(built).values():
        for item in items:
            for rule_ in ingress(item):
                for peer in peers(item, rule_, "from"):
                    key = (peer.namespace, selector_text(peer.selector))
                    if key not in known:
                        known[key] = _problem(built, peer)
                    problem = known[key]
                    if problem is not None:
                        yield Hit.of(item, f"it lets in {problem[0]}", problem[1])


def _problem(built: Built, peer: Peer) -> _Problem | None:
    index = pods_of(built)
    if peer.namespace not in namespaces(built) and not index.open_everywhere:
        return (
            f"the namespace {peer.namespace}, which nothing in this lab makes",
            "write the namespace of the clients, or leave the rule out",
        )
    if not peer.selector or index.is_open(peer.namespace) or peer.namespace not in index.by_namespace:
        return None
    if index.find(peer.namespace, peer.selector):
        return None
    like = nearest(built, peer)
    return (
        f"pods with {selector_text(peer.selector)} in {peer.namespace}, and nothing there is known to make such",
        f"write labels that the clients have{f' ({like})' if like else ''}, or leave the rule out",
    )
