"""Routes and ingresses lead to Services that are there."""

from __future__ import annotations

from collections.abc import Iterator

from ..order import Built, Item
from ._existing import services
from ._gateways import GROUP, ROUTES
from ._meant import either, in_place_of
from ._pods import pods_of
from ._read import Map, at, mapping, maps
from ._rule import Found, Hit, Unknown, rule


@rule(
    "HL607",
    "every_route_reaches_a_service",
    apart=True,
    example="""
 apiVersion: v1
 kind: Service
 metadata: {name: web, namespace: web}
 spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: http}]}
 ---
 apiVersion: gateway.networking.k8s.io/v1
 kind: HTTPRoute
 metadata: {name: web, namespace: web}
 spec:
   parentRefs: [{name: main, sectionName: https}]
   hostnames: [web.home.example.com]
-  rules: [{backendRefs: [{name: web, port: 8080}]}]
+  rules: [{backendRefs: [{name: web, port: 80}]}]
""",
    says="""
HTTPRoute.gateway.networking.k8s.io web/web: it routes to port 8080 of Service web/web, which has
80; write the Service's port, not the pods'
""",
)
def every_route_reaches_a_service(built: Built) -> Found:
    """Routes and ingresses lead to Services that are there.

    Each `backendRefs` of a route and each backend of an Ingress names a Service of the lab and one of its ports;
    another one answers with an error to everybody.
    """
    known = services(built)
    pods = pods_of(built)
    for item, namespace, name, port in _backends(built):
        place = (namespace, name)
        if place not in known:
            if pods.is_open_to_others(namespace):
                perhaps = pods.perhaps(namespace)
                yield Unknown.of(item, f"it routes to Service {namespace}/{name}, which nothing known makes, {perhaps}")
            else:
                yield Hit.of(
                    item,
                    f"it routes to Service {namespace}/{name}, which nothing in this lab makes",
                    either(
                        in_place_of(name, (other for place, other in known if place == namespace)), "add the Service"
                    ),
                )
            continue
        numbers = known[place]
        if port is not None and numbers is not None and port not in numbers:
            listed = ", ".join(map(str, sorted(numbers))) or "none"
            yield Hit.of(
                item,
                f"it routes to port {port} of Service {namespace}/{name}, which has {listed}",
                "write the Service's port, not the pods'",
            )


def _backends(built: Built) -> Iterator[tuple[Item, str, str, int | None]]:
    for item in built.of(GROUP, *ROUTES):
        for rule_ in maps(at(item.body, "spec").get("rules")):
            for reference in maps(rule_.get("backendRefs")):
                if reference.get("kind", "Service") == "Service" and not reference.get("group"):
                    namespace = str(reference.get("namespace") or item.key.namespace)
                    yield item, namespace, str(reference.get("name")), _number(reference.get("port"))
    for item in built.of("networking.k8s.io", "Ingress"):
        for backend in _of_ingress(at(item.body, "spec")):
            service = mapping(backend.get("service"))
            if service:
                number = _number(at(service, "port").get("number"))
                yield item, item.key.namespace, str(service.get("name")), number


def _of_ingress(spec: Map) -> Iterator[Map]:
    yield mapping(spec.get("defaultBackend"))
    for rule_ in maps(spec.get("rules")):
        for path in maps(at(rule_, "http").get("paths")):
            yield mapping(path.get("backend"))


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None
