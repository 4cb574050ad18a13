from __future__ import annotations

from homelab_cdk.constructs import Lab
from tests.checks.looking import GATEWAY_KINDS, found, lab_of, thing, with_crds
from tests.labs import Plain

GROUP = "gateway.networking.k8s.io"


def lab_with(*, section: str = "web", gateway: str = "main", host: str = "a.example.com", admits: str = "All") -> Lab:
    """A Gateway `edge/main` and a route to it from the namespace `app`."""
    parent = {"name": gateway, "namespace": "edge", "sectionName": section}
    spec = {"parentRefs": [parent], "hostnames": [host]}
    lab = lab_of(thing(f"{GROUP}/v1", "HTTPRoute", namespace="app", spec=spec))
    listener = {
        "name": "web",
        "port": 80,
        "protocol": "HTTP",
        "hostname": "*.example.com",
        "allowedRoutes": {"namespaces": {"from": admits}},
    }
    edge = Plain(lab, "edge")
    edge.add_manifest(thing(f"{GROUP}/v1", "Gateway", "main", namespace="edge", spec={"listeners": [listener]}))
    return with_crds(lab, GROUP, *GATEWAY_KINDS)


def test_a_gateway_that_is_not_there() -> None:
    assert found(lab_with(gateway="mian"), "HL608") == [
        "app/httproute-one: HTTPRoute.gateway.networking.k8s.io app/one: it attaches to Gateway edge/mian, which"
        " nothing in this lab makes (there is edge/main); correct the reference, or add the Gateway",
    ]


def test_a_listener_that_is_not_there() -> None:
    assert found(lab_with(section="secure"), "HL608") == [
        "app/httproute-one: HTTPRoute.gateway.networking.k8s.io app/one: it attaches to the listener secure of"
        " Gateway edge/main, which has web (80); name one of those",
    ]


def test_a_listener_for_its_own_namespace() -> None:
    assert found(lab_with(admits="Same"), "HL608") == [
        "app/httproute-one: HTTPRoute.gateway.networking.k8s.io app/one: Gateway edge/main takes no routes of the"
        " namespace app on this listener; set its `allowedRoutes.namespaces.from` to All, or move the route",
    ]


def test_a_host_that_the_listener_does_not_serve() -> None:
    assert found(lab_with(host="a.example.org"), "HL608") == [
        "app/httproute-one: HTTPRoute.gateway.networking.k8s.io app/one: Gateway edge/main serves *.example.com on"
        " this listener, and none of a.example.org fits; correct the host name, or add a listener",
    ]


def test_a_listener_that_takes_the_route() -> None:
    assert found(lab_with(), "HL608") == []
