from __future__ import annotations

from homelab_cdk.constructs import Endpoint, Lab, Pods
from tests.checks.looking import GATEWAY_KINDS, app_of, deployment, found, lab_of, service, thing, with_crds
from tests.labs import Plain

GROUP = "gateway.networking.k8s.io"
WEB = Pods(namespace="app", labels={"app": "web"})
DOOR = Pods(namespace="edge", labels={"app": "door"})


def lab_with(*, open_port: int | None = None, pods: bool = True) -> Lab:
    """A Gateway `edge/main`, a route of it to the Service `web`, and a port of its pods that is open to the Gateway's."""
    rule = {"backendRefs": [{"name": "web", "port": 80}]}
    spec = {"parentRefs": [{"name": "main", "namespace": "edge"}], "rules": [rule]}
    route = thing(f"{GROUP}/v1", "HTTPRoute", namespace="app", spec=spec)
    lab = lab_of(deployment(), service(port={"targetPort": 8080}), route)
    edge = Plain(lab, "edge")
    edge.add_manifest(thing(f"{GROUP}/v1", "Gateway", "main", namespace="edge", spec={"listeners": []}))
    if pods:
        edge.add_manifest(deployment("door"))
    if open_port is not None:
        app_of(lab).network.allow_ingress(Endpoint(pods=WEB, port=open_port), source=DOOR)
    return with_crds(lab, GROUP, *GATEWAY_KINDS)


def test_a_route_to_closed_pods() -> None:
    assert found(lab_with(), "HL671") == [
        "app/httproute-one: HTTPRoute.gateway.networking.k8s.io app/one: it leads to Deployment.apps app/web at 8080, and"
        " no NetworkPolicy of app lets in the pods of edge; add the route with `Gateway.route`, which declares the edge",
    ]


def test_another_port_that_is_open() -> None:
    assert len(found(lab_with(open_port=9090), "HL671")) == 1


def test_a_route_that_is_let_in() -> None:
    assert found(lab_with(open_port=8080), "HL671") == []


def test_a_gateway_whose_pods_are_elsewhere() -> None:
    assert found(lab_with(pods=False), "HL671") == []
