from __future__ import annotations

from homelab_cdk.constructs import Lab
from homelab_cdk.model import Body, LabConfig
from tests.checks.looking import GATEWAY_KINDS, deployment, found, service, thing, with_crds
from tests.labs import Plain

GROUP = "gateway.networking.k8s.io"


def lab(*policies: Body) -> Lab:
    """A gateway, and an app in a closed namespace with a route that leads to it."""
    whole = Lab(LabConfig.sample())
    way_in = Plain(whole, "door")
    way_in.add_manifest(deployment("door"))
    way_in.add_manifest(thing(f"{GROUP}/v1", "Gateway", "main", namespace="door", spec={"listeners": []}))
    app = Plain(whole, "app")
    route = {
        "parentRefs": [{"name": "main", "namespace": "door"}],
        "rules": [{"backendRefs": [{"name": "web", "port": 80}]}],
    }
    for body in (deployment(), service(), thing(f"{GROUP}/v1", "HTTPRoute", namespace="app", spec=route), *policies):
        app.add_manifest(body)
    return with_crds(whole, GROUP, *GATEWAY_KINDS)


def admitting(namespace: str, port: object = 8080) -> Body:
    peer = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": namespace}}}
    rule = {"from": [peer], "ports": [{"port": port}]}
    spec = {"podSelector": {"matchLabels": {"app": "web"}}, "policyTypes": ["Ingress"], "ingress": [rule]}
    return thing("networking.k8s.io/v1", "NetworkPolicy", spec=spec)


def test_pods_that_do_not_let_the_gateway_in() -> None:
    assert found(lab(), "HL671") == [
        "app/httproute-one: HTTPRoute.gateway.networking.k8s.io app/one: it leads to Deployment.apps app/web at http, and"
        " no NetworkPolicy of app lets in the pods of door; add the route with `Gateway.route`, which declares the edge",
    ]


def test_pods_that_let_somebody_else_in() -> None:
    assert len(found(lab(admitting("other")), "HL671")) == 1


def test_pods_that_let_the_gateway_in() -> None:
    assert found(lab(admitting("door")), "HL671") == []


def test_pods_that_let_the_gateway_in_by_the_name_of_the_port() -> None:
    assert found(lab(admitting("door", "http")), "HL671") == []
