from __future__ import annotations

from homelab_cdk.constructs import Lab
from homelab_cdk.model import Body
from tests.checks.looking import GATEWAY_KINDS, deployment, found, lab_of, service, thing, with_crds


def routed(name: str, port: int) -> Lab:
    route = thing(
        "gateway.networking.k8s.io/v1",
        "HTTPRoute",
        "web",
        namespace="app",
        spec={"rules": [{"backendRefs": [{"name": name, "port": port}]}]},
    )
    lab = lab_of(route, service(), deployment())
    return with_crds(lab, "gateway.networking.k8s.io", *GATEWAY_KINDS)


def ingress(name: str, number: int) -> Body:
    backend = {"service": {"name": name, "port": {"number": number}}}
    rules = [{"host": "a.example.com", "http": {"paths": [{"path": "/", "pathType": "Prefix", "backend": backend}]}}]
    return thing("networking.k8s.io/v1", "Ingress", "web", spec={"rules": rules})


def test_a_service_that_is_not_there() -> None:
    assert found(routed("wep", 80), "HL607") == [
        "app/httproute-web: HTTPRoute.gateway.networking.k8s.io app/web: it routes to Service app/wep, which nothing"
        " in this lab makes; write the name of one that is there, or add the Service",
    ]


def test_a_port_that_the_service_does_not_have() -> None:
    assert found(routed("web", 8080), "HL607") == [
        "app/httproute-web: HTTPRoute.gateway.networking.k8s.io app/web: it routes to port 8080 of Service app/web,"
        " which has 80; write the Service's port, not the pods'",
    ]


def test_an_ingress() -> None:
    assert found(lab_of(ingress("web", 443), service(), deployment()), "HL607") == [
        "app/ingress-web: Ingress.networking.k8s.io app/web: it routes to port 443 of Service app/web, which has 80;"
        " write the Service's port, not the pods'",
    ]


def test_backends_that_are_there() -> None:
    assert found(routed("web", 80), "HL607") == []
    assert found(lab_of(ingress("web", 80), service(), deployment()), "HL607") == []
