"""Webhooks for Flux arrive."""

from __future__ import annotations

from collections.abc import Iterator

from ..constructs import FLUX_NAMESPACE
from ..order import Built
from ._gateways import GROUP
from ._read import at, maps
from ._rule import Found, Hit, rule

_SERVICE = "webhook-receiver"


@rule("HL265", "every_receiver_is_reached", level="warning")
def every_receiver_is_reached(built: Built) -> Found:
    """Webhooks for Flux arrive.

    Where the lab has a Receiver, a route or an Ingress leads to the Service `webhook-receiver` in `flux-system`; without
    one no call ever reaches it, and Flux goes on looking at intervals alone.
    """
    receivers = built.of("notification.toolkit.fluxcd.io", "Receiver")
    if receivers and _SERVICE not in _backends(built):
        for item in receivers:
            yield Hit.of(
                item,
                f"no HTTPRoute and no Ingress leads to the Service {_SERVICE} in {FLUX_NAMESPACE}",
                "add one, or leave the Receiver out",
            )


def _backends(built: Built) -> set[str]:
    return {name for name, namespace in _all(built) if namespace == FLUX_NAMESPACE}


def _all(built: Built) -> Iterator[tuple[str, str]]:
    for item in built.of(GROUP, "HTTPRoute"):
        for rule_ in maps(at(item.body, "spec").get("rules")):
            for backend in maps(rule_.get("backendRefs")):
                yield str(backend.get("name")), str(backend.get("namespace") or item.key.namespace)
    for item in built.of("networking.k8s.io", "Ingress"):
        for rule_ in maps(at(item.body, "spec").get("rules")):
            for path in maps(at(rule_, "http").get("paths")):
                yield str(at(path, "backend", "service").get("name")), item.key.namespace
