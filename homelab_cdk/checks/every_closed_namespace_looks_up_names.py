"""Pods that are closed in may still look up names."""

from __future__ import annotations

from ..order import Built
from ._passage import at_their_machine, let_out
from ._pods import pods_of
from ._policies import closed, policies
from ._read import at
from ._rule import Found, Hit, rule

_DNS, _HOME = 53, "kube-system"


@rule(
    "HL673",
    "every_closed_namespace_looks_up_names",
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
         - name: web
           image: registry.example.com/web:1.2.3
 ---
 apiVersion: networking.k8s.io/v1
 kind: NetworkPolicy
 metadata: {name: default-deny, namespace: web}
 spec:
   podSelector: {}
   policyTypes: [Ingress, Egress]
+  egress:
+    - to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}}]
+      ports: [{protocol: UDP, port: 53}]
""",
    says="""
NetworkPolicy.networking.k8s.io web/default-deny: Deployment.apps web/web may not look up names: no
policy of web lets its pods out to port 53 of kube-system; make the namespace with `add_namespace`,
which does
""",
)
def every_closed_namespace_looks_up_names(built: Built) -> Found:
    """Pods that are closed in may still look up names.

    In each namespace whose pods are denied what no rule lets out, they are let out to port 53 of the cluster's DNS. Without it
    no pod finds any other by its name, and everything fails as if nothing else were there.
    """
    index = pods_of(built)
    for namespace, items in policies(built).items():
        if not closed(built, namespace, "Egress"):
            continue
        closing = next(item for item in items if not at(item.body, "spec", "podSelector"))
        for pods in index.by_namespace.get(namespace, ()):
            if not at_their_machine(pods) and not let_out(
                built, pods, _DNS, namespace=_HOME, servers=(), protocol="UDP"
            ):
                by = " by UDP" if let_out(built, pods, _DNS, namespace=_HOME, servers=()) else ""
                yield Hit.of(
                    closing,
                    f"{pods.who} may not look up names: no policy of {namespace} lets its pods out to"
                    f" port {_DNS} of {_HOME}{by}",
                    "make the namespace with `add_namespace`, which does",
                )
                break
