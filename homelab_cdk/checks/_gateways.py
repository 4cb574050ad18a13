"""Gateways, their listeners, and the routes that attach to them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ..order import Built, Item
from ._read import Map, at, mapping, maps, selects, texts
from ._rule import once

__all__ = [
    "GROUP",
    "ROUTES",
    "Parent",
    "gateways",
    "host_fits",
    "hostnames",
    "listeners",
    "namespace_is_admitted",
    "parents",
    "rendered_gateways",
]

GROUP = "gateway.networking.k8s.io"

ROUTES = ("HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "UDPRoute")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    """A Gateway that a route attaches to, and what part of it."""

    namespace: str
    name: str
    section: str
    port: int | None


@once
def gateways(built: Built) -> dict[tuple[str, str], Item]:
    """The Gateways of the tree."""
    return {(item.key.namespace, item.key.name): item for item in built.of(GROUP, "Gateway")}


@once
def rendered_gateways(built: Built) -> frozenset[tuple[str, str]]:
    """The Gateways that charts render; their listeners are not known."""
    return frozenset(
        (key.namespace, key.name)
        for _, known in built.releases
        for key in known.facts.objects
        if key.kind == "Gateway" and key.group == GROUP
    )


@lru_cache(maxsize=4096)
def parents(route: Item) -> tuple[Parent, ...]:
    """The Gateways that a route names; many rules ask for those of each."""
    found = []
    for reference in maps(at(route.body, "spec").get("parentRefs")):
        if reference.get("kind", "Gateway") == "Gateway" and reference.get("group", GROUP) == GROUP:
            port = reference.get("port")
            found.append(
                Parent(
                    namespace=str(reference.get("namespace") or route.key.namespace),
                    name=str(reference.get("name")),
                    section=str(reference.get("sectionName") or ""),
                    port=port if isinstance(port, int) else None,
                )
            )
    return tuple(found)


def listeners(gateway: Item, parent: Parent) -> list[Map]:
    """The listeners of a Gateway that a parent reference takes."""
    return [
        listener
        for listener in maps(at(gateway.body, "spec").get("listeners"))
        if (not parent.section or listener.get("name") == parent.section)
        and (parent.port is None or listener.get("port") == parent.port)
    ]


def host_fits(host: str, pattern: str) -> bool:
    """Whether a host name or wildcard can match a listener's host name (source: the Gateway API's specification)."""
    if host == pattern or not pattern:
        return True
    if pattern.startswith("*."):
        return host.removeprefix("*").endswith(pattern[1:]) and host != pattern[2:]
    return host.startswith("*.") and pattern.endswith(host[1:])


def namespace_is_admitted(listener: Map, gateway: Item, route: Item, built: Built) -> bool:
    """Whether a listener takes routes of this namespace."""
    admitted = at(listener, "allowedRoutes", "namespaces")
    match admitted.get("from", "Same"):
        case "All":
            return True
        case "Selector":
            return _selected(mapping(admitted.get("selector")), route.key.namespace, built)
    return gateway.key.namespace == route.key.namespace


def _selected(selector: Map, namespace: str, built: Built) -> bool:
    labels = _namespace_labels(built).get(namespace)
    return labels is None or selects(selector, labels)


@once
def _namespace_labels(built: Built) -> dict[str, dict[str, str]]:
    return {
        item.key.name: {**at(item.body, "metadata", "labels"), "kubernetes.io/metadata.name": item.key.name}
        for item in built.of("", "Namespace")
    }


@lru_cache(maxsize=4096)
def hostnames(route: Item) -> list[str]:
    """The host names of a route; empty where it takes all."""
    return texts(at(route.body, "spec").get("hostnames"))
