"""Each namespace lets through just what is declared."""

from __future__ import annotations

from ..order import FLUX_NAMESPACE, Built, Item
from ._policies import closed, egress, ingress, other_policy, policies
from ._read import at
from ._rule import Found, Hit, Unknown, rule
from ._standing import bringer

_OF_KUBERNETES = ("kube-node-lease", "kube-public", "kube-system")
"""Namespaces of the cluster itself, which everything has to do with."""


@rule(
    "HL659",
    "every_namespace_denies_by_default",
    example="""
 apiVersion: v1
 kind: Namespace
 metadata: {name: media}
+---
+apiVersion: networking.k8s.io/v1
+kind: NetworkPolicy
+metadata: {name: default-deny, namespace: media}
+spec:
+  podSelector: {}
+  policyTypes: [Ingress, Egress]
+  egress:
+    - to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}}]
+      ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]
""",
    says="""
Namespace media: no NetworkPolicy denies ingress and egress for all of its pods; make the namespace
with `add_namespace`, or add a NetworkPolicy with an empty podSelector and policyTypes [Ingress,
Egress] that lets pods out to port 53 of kube-system alone, for DNS
""",
    see=("https://kubernetes.io/docs/concepts/services-networking/network-policies/",),
)
def every_namespace_denies_by_default(built: Built) -> Found:
    """Each namespace lets through just what is declared.

    Each namespace of the tree has a NetworkPolicy that takes all of its pods in both directions, and none that lets
    everything in or out of all of them. `add_namespace` writes it; in a namespace without, every pod reaches every other
    one, and an app that was broken into is inside of the whole lab. Those of Kubernetes itself stay open. In a tree that
    was not made from a lab, it cannot be told what policies of other kinds deny there.
    """
    for item in built.of("", "Namespace"):
        name = item.key.name
        if name in _OF_KUBERNETES:
            continue
        open_ = [direction for direction in ("Ingress", "Egress") if not closed(built, name, direction)]
        told = f"no NetworkPolicy denies {' and '.join(word.lower() for word in open_)} for all of its pods"
        other = _other(built, item) if open_ and built.is_bare else ""
        if other:
            yield Unknown.of(item, f"{told}, and whether {other} does is not known")
        elif open_:
            yield Hit.of(
                item,
                told,
                "make the namespace with `add_namespace`, or add a NetworkPolicy with an empty podSelector and"
                " policyTypes [Ingress, Egress] that lets pods out to port 53 of kube-system alone, for DNS",
            )
        for policy in policies(built).get(name, ()):
            if not at(policy.body, "spec", "podSelector"):
                wide = [
                    field
                    for field, rules in (("ingress", ingress(policy)), ("egress", egress(policy)))
                    if any(not rule_.get("ports") and not (rule_.get("from") or rule_.get("to")) for rule_ in rules)
                ]
                if wide:
                    yield Hit.of(
                        policy,
                        f"it allows all {' and '.join(wide)} of every pod in {name}, so that nothing is denied there",
                        "name the pods and their peers",
                    )


def _other(built: Built, item: Item) -> str:
    """What else may deny traffic in a namespace of a tree."""
    if item.key.name == FLUX_NAMESPACE:
        return "what comes with Flux itself"
    return other_policy(built, item.key.name) or bringer(built, item.key.name, item)
