"""Each address in a browser leads to one application."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ..order import Built, Item
from ._gateways import GROUP, hostnames, parents
from ._read import Map, at, mapping, maps
from ._rule import Found, Hit, rule


@rule(
    "HL603",
    "every_host_and_path_has_one_route",
    example="""
 apiVersion: networking.k8s.io/v1
 kind: Ingress
 metadata: {name: web, namespace: web}
 spec:
   rules:
     - host: www.home.example.com
       http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
 ---
 apiVersion: networking.k8s.io/v1
 kind: Ingress
 metadata: {name: blog, namespace: web}
 spec:
   rules:
-    - host: www.home.example.com
+    - host: blog.home.example.com
       http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: blog, port: {number: 80}}}}]}
""",
    says="""
Ingress.networking.k8s.io web/blog: www.home.example.com/ is answered by Ingress.networking.k8s.io
web/web (objects/ingress-web-web), too; choose another host name or path for one of them
""",
)
def every_host_and_path_has_one_route(built: Built) -> Found:
    """Each address in a browser leads to one application.

    No two HTTPRoutes on one listener, and no two Ingresses of one class, answer the same host name and path; the
    older one wins, which after a rebuild may be the other one.
    """
    taken: dict[tuple[str, ...], Item] = {}
    for item, place, shown in _places(built):
        other = taken.setdefault(place, item)
        if other is not item:
            yield Hit.of(
                item,
                f"{shown} is answered by {other.key} ({other.path}), too",
                "choose another host name or path for one of them",
            )


def _places(built: Built) -> Iterator[tuple[Item, tuple[str, ...], str]]:
    for item in built.of(GROUP, "HTTPRoute"):
        hosts = hostnames(item) or ["*"]
        matches = list(_matches(item))
        for parent in parents(item):
            way_in = (parent.namespace, parent.name, parent.section, str(parent.port or ""))
            for host in hosts:
                for match, path in matches:
                    yield item, ("route", *way_in, host, match), f"{host}{path}"
    for item in built.of("networking.k8s.io", "Ingress"):
        spec = at(item.body, "spec")
        for rule_ in maps(spec.get("rules")):
            host = str(rule_.get("host") or "*")
            for entry in maps(at(rule_, "http").get("paths")):
                where = str(entry.get("path") or "/")
                place = ("ingress", str(spec.get("ingressClassName")), host, where, str(entry.get("pathType")))
                yield item, place, f"{host}{where}"


def _matches(item: Item) -> Iterator[tuple[str, str]]:
    for rule_ in maps(at(item.body, "spec").get("rules")) or [{}]:
        for match in maps(rule_.get("matches")) or [{}]:
            path = mapping(match.get("path"))
            where = str(path.get("value") or "/")
            if len(match) <= 1 and (not path or path.get("type", "PathPrefix") == "PathPrefix"):
                yield (f"PathPrefix {where}", where) if not match or path else (_text(match), where)
            else:
                yield _text(match), where


def _text(match: Map) -> str:
    return json.dumps(match, sort_keys=True, default=str)
