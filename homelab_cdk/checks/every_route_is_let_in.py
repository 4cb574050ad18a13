"""Gateways reach what their routes lead to."""

from __future__ import annotations

from ..order import Built
from ._backends import behind
from ._gateways import GROUP, ROUTES, parents
from ._passage import let_in
from ._pods import pods_of
from ._read import at, maps
from ._rule import Found, Hit, rule


@rule(
    "HL671",
    "every_route_is_let_in",
    apart=True,
    example="""
 apiVersion: gateway.networking.k8s.io/v1
 kind: Gateway
 metadata: {name: main, namespace: gateway}
 spec: {gatewayClassName: traefik, listeners: [{name: web, port: 8000, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}]}
 ---
 apiVersion: apps/v1
 kind: Deployment
 metadata: {name: traefik, namespace: gateway}
 spec:
   selector: {matchLabels: {app: traefik}}
   template:
     metadata: {labels: {app: traefik}}
     spec:
       containers:
         - {name: traefik, image: "traefik:v3.7.1", ports: [{name: web, containerPort: 8000}]}
 ---
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
           ports: [{name: http, containerPort: 8080}]
 ---
 apiVersion: v1
 kind: Service
 metadata: {name: web, namespace: web}
 spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
 ---
 apiVersion: gateway.networking.k8s.io/v1
 kind: HTTPRoute
 metadata: {name: web, namespace: web}
 spec: {parentRefs: [{name: main, namespace: gateway}], rules: [{backendRefs: [{name: web, port: 80}]}]}
 ---
 apiVersion: networking.k8s.io/v1
 kind: NetworkPolicy
 metadata: {name: web, namespace: web}
 spec:
   podSelector: {}
   policyTypes: [Ingress]
+  ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: gateway}}}], ports: [{port: 8080}]}]
""",
    says="""
HTTPRoute.gateway.networking.k8s.io web/web: it leads to Deployment.apps web/web at 8080, and no
NetworkPolicy of web lets in the pods of gateway; add the route with `Gateway.route`, which declares
the edge
""",
)
def every_route_is_let_in(built: Built) -> Found:
    """Gateways reach what their routes lead to.

    The pods behind each route let in the pods of the Gateway that it names: a NetworkPolicy of theirs says so, unless they are
    not closed. Else the Gateway answers 502 or 504 to everybody, although all of it is there.
    """
    index = pods_of(built)
    for item in built.of(GROUP, *ROUTES):
        places = dict.fromkeys(parent.namespace for parent in parents(item))
        for rule_ in maps(at(item.body, "spec").get("rules")):
            for backend in maps(rule_.get("backendRefs")):
                namespace = str(backend.get("namespace") or item.key.namespace)
                found = behind(built, namespace, str(backend.get("name")), backend.get("port"))
                for place in places if found is not None else ():
                    clients = index.by_namespace.get(place, [])
                    # A Gateway whose pods are elsewhere says nothing of where the requests come from.
                    if (
                        found
                        and clients
                        and not any(
                            let_in(built, pods, found.port, namespace=place, clients=clients) for pods in found.pods
                        )
                    ):
                        yield Hit.of(
                            item,
                            f"it leads to {found.pods[0].who} at {found.port}, and no NetworkPolicy of"
                            f" {namespace} lets in the pods of {place}",
                            "add the route with `Gateway.route`, which declares the edge",
                        )
