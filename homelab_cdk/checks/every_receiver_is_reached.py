"""Webhooks for Flux arrive."""

from __future__ import annotations

from collections.abc import Iterator

from ..constructs import FLUX_NAMESPACE
from ..order import Built, Item
from ._gateways import GROUP, ROUTES
from ._read import Map, at, maps
from ._rule import Found, Hit, rule

_SERVICE = "webhook-receiver"
"""The Service that Flux brings for it."""

_PODS = {"app": "notification-controller"}
"""The labels of the pods that answer (source: the manifests of Flux 2.9)."""


@rule(
    "HL265",
    "every_receiver_is_reached",
    level="warning",
    example="""
 apiVersion: notification.toolkit.fluxcd.io/v1
 kind: Receiver
 metadata: {name: push, namespace: flux-system}
 spec:
   type: github
   events: [push]
   secretRef: {name: webhook-token}
   resources: [{kind: GitRepository, name: flux-system}]
+---
+apiVersion: gateway.networking.k8s.io/v1
+kind: HTTPRoute
+metadata: {name: webhook, namespace: flux-system}
+spec:
+  hostnames: [flux.home.example.com]
+  parentRefs: [{name: main, namespace: gateway}]
+  rules: [{backendRefs: [{name: webhook-receiver, port: 80}]}]
""",
    says="""
Receiver.notification.toolkit.fluxcd.io flux-system/push: no route and no Ingress leads to the
Service webhook-receiver in flux-system, so that no call reaches it; add an HTTPRoute to its port
80, or leave the Receiver out
""",
    see=("https://fluxcd.io/flux/guides/webhook-receivers/",),
)
def every_receiver_is_reached(built: Built) -> Found:
    """Webhooks for Flux arrive.

    Where the lab has a Receiver, a route or an Ingress leads to the Service `webhook-receiver` in `flux-system`, or to another
    Service of its pods, or such a Service has an address of its own; without any of these no call ever reaches it, and Flux
    goes on looking at intervals alone.
    """
    receivers = built.of("notification.toolkit.fluxcd.io", "Receiver")
    if not receivers:
        return
    services = [item for item in built.of("", "Service") if _is_of_the_controller(item)]
    names = {_SERVICE, *(item.key.name for item in services)}
    reached = any((FLUX_NAMESPACE, name) in _backends(built) for name in names)
    if reached or any(at(item.body, "spec").get("type") in ("LoadBalancer", "NodePort") for item in services):
        return
    for item in receivers:
        yield Hit.of(
            item,
            f"no route and no Ingress leads to the Service {_SERVICE} in {FLUX_NAMESPACE}, so that no call reaches it",
            "add an HTTPRoute to its port 80, or leave the Receiver out",
        )


def _is_of_the_controller(item: Item) -> bool:
    selector = at(item.body, "spec", "selector")
    return item.key.namespace == FLUX_NAMESPACE and all(selector.get(key) == value for key, value in _PODS.items())


def _backends(built: Built) -> set[tuple[str, str]]:
    return {(namespace, str(name)) for namespace, name in _all(built)}


def _all(built: Built) -> Iterator[tuple[str, object]]:
    """Namespace and name of each Service that something leads to from outside."""
    for item in built.of(GROUP, *ROUTES):
        for rule_ in maps(at(item.body, "spec").get("rules")):
            yield from _named(item, maps(rule_.get("backendRefs")))
    for item in built.of("traefik.io", "IngressRoute"):
        for route in maps(at(item.body, "spec").get("routes")):
            yield from _named(item, maps(route.get("services")))
    for item in built.of("networking.k8s.io", "Ingress"):
        spec = at(item.body, "spec")
        yield item.key.namespace, at(spec, "defaultBackend", "service").get("name")
        for rule_ in maps(spec.get("rules")):
            for path in maps(at(rule_, "http").get("paths")):
                yield item.key.namespace, at(path, "backend", "service").get("name")


def _named(item: Item, backends: list[Map]) -> Iterator[tuple[str, object]]:
    for backend in backends:
        yield str(backend.get("namespace") or item.key.namespace), backend.get("name")
