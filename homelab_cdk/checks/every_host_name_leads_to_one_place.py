"""Each host name has one address."""

from __future__ import annotations

from ..order import Built
from ._names import HostName, host_names
from ._rule import Found, Hit, Unknown, rule

_HTTP = frozenset(("HTTPRoute", "GRPCRoute"))


@rule(
    "HL655",
    "every_host_name_leads_to_one_place",
    example="""
 apiVersion: gateway.networking.k8s.io/v1
 kind: HTTPRoute
 metadata: {name: gitea, namespace: gitea}
 spec:
   parentRefs: [{name: main, namespace: gateway}]
   hostnames: [git.home.example.com]
   rules: [{backendRefs: [{name: gitea-http, port: 3000}]}]
 ---
 apiVersion: v1
 kind: Service
 metadata:
   name: gitea-ssh
   namespace: gitea
   annotations:
-    external-dns.alpha.kubernetes.io/hostname: git.home.example.com
+    external-dns.alpha.kubernetes.io/hostname: ssh.git.home.example.com
 spec: {type: LoadBalancer, selector: {app: gitea}, ports: [{name: ssh, port: 22, targetPort: 2222}]}
""",
    says="""
Service gitea/gitea-ssh: the host name git.home.example.com leads to Service gitea/gitea-ssh, and
HTTPRoute.gateway.networking.k8s.io gitea/gitea (objects/httproute-gitea-gitea) has it lead to the
Gateway gateway/main; a name points at one address: choose another name for one of them
""",
    see=("https://gateway-api.sigs.k8s.io/api-types/grpcroute/",),
)
def every_host_name_leads_to_one_place(built: Built) -> Found:
    """Each host name has one address.

    No host name is answered behind two Gateways or Ingress classes, at a Service's own address and behind a Gateway, or
    where a component has its SSH: a name in DNS points at one of them, and the other is never reached. In a tree that was not
    made from a lab it cannot be told of one that leads to the same Services behind both. On one Gateway no HTTPRoute and
    GRPCRoute share a name, because one of the two is refused.
    """
    first: dict[str, HostName] = {}
    for name in host_names(built):
        if name.host.startswith("*"):
            continue
        other = first.setdefault(name.host, name)
        if other.subject == name.subject and other.path == name.path:
            continue  # one object at several doors on purpose
        if other.door != name.door and built.is_bare and name.services and name.services == other.services:
            yield Unknown(
                name.path,
                name.subject,
                f"the host name {name.host} leads to {name.door}, and by {other.subject} to {other.door}: whether DNS tells"
                " those inside one and those outside the other is not known",
            )
        elif other.door != name.door:
            yield Hit(
                name.path,
                name.subject,
                f"the host name {name.host} leads to {name.door}, and {other.subject} ({other.path})"
                f" has it lead to {other.door}",
                "a name points at one address: choose another name for one of them",
            )
        elif {other.kind, name.kind} == _HTTP:
            yield Hit(
                name.path,
                name.subject,
                f"the host name {name.host} is that of {other.subject} ({other.path}), and a Gateway"
                " takes one kind of route for a name",
                "choose another name for one of them",
            )
