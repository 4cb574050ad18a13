from __future__ import annotations

from homelab_cdk.constructs import Lab
from homelab_cdk.model import Body
from tests.checks.looking import GATEWAY_KINDS, found, lab_of, thing, with_crds

GROUP = "gateway.networking.k8s.io"


def route(name: str, *matches: Body, host: str = "a.example.com", section: str = "web") -> Body:
    rules = [{"matches": list(matches)}] if matches else [{}]
    spec = {"parentRefs": [{"name": "main", "sectionName": section}], "hostnames": [host], "rules": rules}
    return thing(f"{GROUP}/v1", "HTTPRoute", name, namespace="app", spec=spec)


def path(value: str, kind: str = "PathPrefix") -> Body:
    return {"path": {"type": kind, "value": value}}


def lab_with(*bodies: Body) -> Lab:
    return with_crds(lab_of(*bodies), GROUP, *GATEWAY_KINDS)


def ingress(name: str) -> Body:
    rules = [{"host": "a.example.com", "http": {"paths": [{"path": "/tea", "pathType": "Prefix"}]}}]
    return thing("networking.k8s.io/v1", "Ingress", name, spec={"ingressClassName": "nginx", "rules": rules})


def test_two_routes_with_one_host() -> None:
    assert found(lab_with(route("one"), route("two", path("/"))), "HL603") == [
        "app/httproute-two: HTTPRoute.gateway.networking.k8s.io app/two: a.example.com/ is answered by"
        " HTTPRoute.gateway.networking.k8s.io app/one (app/httproute-one), too; choose another host name or path for"
        " one of them",
    ]


def test_two_routes_with_one_header_match() -> None:
    match = {**path("/tea"), "headers": [{"name": "x-kind", "value": "green"}]}
    assert found(lab_with(route("one", match), route("two", dict(match))), "HL603") == [
        "app/httproute-two: HTTPRoute.gateway.networking.k8s.io app/two: a.example.com/tea is answered by"
        " HTTPRoute.gateway.networking.k8s.io app/one (app/httproute-one), too; choose another host name or path for"
        " one of them",
    ]


def test_two_ingresses_with_one_path() -> None:
    assert found(lab_of(ingress("one"), ingress("two")), "HL603") == [
        "app/ingress-two: Ingress.networking.k8s.io app/two: a.example.com/tea is answered by"
        " Ingress.networking.k8s.io app/one (app/ingress-one), too; choose another host name or path for one of them",
    ]


def test_routes_that_differ() -> None:
    lab = lab_with(
        route("one"),
        route("two", host="b.example.com"),
        route("three", section="secure"),
        route("four", path("/tea")),
        route("five", path("/", "Exact")),
        route("six", {"headers": [{"name": "x-kind", "value": "green"}]}),
        route("seven", {"method": "POST"}),
    )
    assert found(lab, "HL603") == []
