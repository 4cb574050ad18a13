"""Gateways reach what their routes lead to."""

from __future__ import annotations

from ..order import Built
from ._backends import behind
from ._gateways import GROUP, ROUTES, parents
from ._passage import let_in
from ._pods import pods_of
from ._read import at, maps
from ._rule import Found, Hit, rule


@rule("HL671", "every_route_is_let_in", apart=True)
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
                    if found and not any(
                        let_in(built, pods, found.port, namespace=place, clients=clients) for pods in found.pods
                    ):
                        yield Hit.of(
                            item,
                            f"it leads to {found.pods[0].who} at {found.port}, and no NetworkPolicy of"
                            f" {namespace} lets in the pods of {place}",
                            "add the route with `Gateway.route`, which declares the edge",
                        )
