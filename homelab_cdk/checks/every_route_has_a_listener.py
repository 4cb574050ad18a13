"""Routes attach to listeners that take them."""

from __future__ import annotations

from ..order import Built, Item
from ._gateways import (
    GROUP,
    ROUTES,
    Parent,
    gateways,
    host_fits,
    hostnames,
    listeners,
    namespace_is_admitted,
    parents,
    rendered_gateways,
)
from ._pods import pods_of
from ._read import at, maps
from ._rule import Found, Hit, Unknown, rule


@rule(
    "HL608",
    "every_route_has_a_listener",
    example="""
 apiVersion: gateway.networking.k8s.io/v1
 kind: Gateway
 metadata: {name: main, namespace: web}
 spec:
   gatewayClassName: traefik
   listeners:
     - {name: https, protocol: HTTPS, port: 443, tls: {certificateRefs: [{name: home-tls}]}}
 ---
 apiVersion: gateway.networking.k8s.io/v1
 kind: HTTPRoute
 metadata: {name: web, namespace: web}
 spec:
-  parentRefs: [{name: main, sectionName: websecure}]
+  parentRefs: [{name: main, sectionName: https}]
   hostnames: [web.home.example.com]
   rules: [{backendRefs: [{name: web, port: 80}]}]
""",
    says="""
HTTPRoute.gateway.networking.k8s.io web/web: it attaches to the listener websecure of Gateway
web/main, which has https (443); name one of those
""",
)
def every_route_has_a_listener(built: Built) -> Found:
    """Routes attach to listeners that take them.

    Each `parentRefs` of a route names a Gateway of the lab with such a listener, which takes routes of this
    namespace and host name; a route that no listener takes is silently left out.
    """
    for item in built.of(GROUP, *ROUTES):
        for parent in parents(item):
            place = (parent.namespace, parent.name)
            gateway = gateways(built).get(place)
            if gateway is not None:
                problem = _refusal(built, item, gateway, parent)
                if problem is not None:
                    yield Hit.of(item, *problem)
            elif place in rendered_gateways(built):
                yield Unknown.of(
                    item, f"the listeners of Gateway {'/'.join(place)}, which a chart renders, are not known"
                )
            elif pods_of(built).is_open_to_others(parent.namespace):
                perhaps = pods_of(built).perhaps(parent.namespace)
                yield Unknown.of(
                    item, f"it attaches to Gateway {'/'.join(place)}, which nothing known makes, {perhaps}"
                )
            else:
                there = ", ".join(f"{namespace}/{name}" for namespace, name in gateways(built)) or "none"
                yield Hit.of(
                    item,
                    f"it attaches to Gateway {parent.namespace}/{parent.name}, which nothing in this"
                    f" lab makes (there is {there})",
                    "correct the reference, or add the Gateway",
                )


def _refusal(built: Built, item: Item, gateway: Item, parent: Parent) -> tuple[str, str] | None:
    """Why no listener takes a route, and what to do about it."""
    name = f"Gateway {parent.namespace}/{parent.name}"
    chosen = listeners(gateway, parent)
    if not chosen:
        there = ", ".join(
            f"{listener.get('name')} ({listener.get('port')})"
            for listener in maps(at(gateway.body, "spec").get("listeners"))
        )
        wanted = parent.section or f"port {parent.port}"
        return f"it attaches to the listener {wanted} of {name}, which has {there or 'none'}", "name one of those"
    taking = [listener for listener in chosen if namespace_is_admitted(listener, gateway, item, built)]
    if not taking:
        return (
            f"{name} takes no routes of the namespace {item.key.namespace} on this listener",
            "set its `allowedRoutes.namespaces.from` to All, or move the route",
        )
    hosts = hostnames(item)
    patterns = [str(listener.get("hostname") or "") for listener in taking]
    if hosts and not any(host_fits(host, pattern) for host in hosts for pattern in patterns):
        return (
            f"{name} serves {', '.join(patterns)} on this listener, and none of {', '.join(hosts)} fits",
            "correct the host name, or add a listener",
        )
    return None
