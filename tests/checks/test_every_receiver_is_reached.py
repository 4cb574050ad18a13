from __future__ import annotations

import pytest

from homelab_cdk.constructs import Lab
from homelab_cdk.model import Body
from tests.checks.looking import found, lab_of, thing, with_crds

GROUP = "notification.toolkit.fluxcd.io"
RECEIVER = thing(f"{GROUP}/v1", "Receiver", namespace="flux-system", spec={"type": "generic", "resources": []})


def route(namespace: str) -> Body:
    rule = {"backendRefs": [{"name": "webhook-receiver", "port": 80}]}
    return thing("gateway.networking.k8s.io/v1", "HTTPRoute", namespace=namespace, spec={"rules": [rule]})


def lab_with(*bodies: Body) -> Lab:
    return with_crds(lab_of(*bodies), "gateway.networking.k8s.io", "HTTPRoute")


def test_a_receiver_that_no_route_leads_to() -> None:
    assert found(lab_with(RECEIVER), "HL265") == [
        f"app/receiver-flux-system-one: Receiver.{GROUP} flux-system/one: no route and no Ingress leads to the Service"
        " webhook-receiver in flux-system, so that no call reaches it; add an HTTPRoute to its port 80, or leave the Receiver"
        " out",
    ]


def test_a_route_to_a_service_of_that_name_elsewhere() -> None:
    assert len(found(lab_with(RECEIVER, route("app")), "HL265")) == 1


def test_a_route() -> None:
    assert found(lab_with(RECEIVER, route("flux-system")), "HL265") == []


def service_of(app: str, type: str = "ClusterIP") -> Body:
    return thing("v1", "Service", "receiver", namespace="flux-system", spec={"selector": {"app": app}, "type": type})


@pytest.mark.parametrize(
    ("service", "is_reached"),
    [
        (service_of("notification-controller", "LoadBalancer"), True),
        (service_of("source-controller", "LoadBalancer"), False),
        (service_of("notification-controller"), False),
    ],
    ids=["an address of its own", "of other pods", "inside alone"],
)
def test_a_service_of_the_same_pods(service: Body, is_reached: bool) -> None:
    assert (found(lab_with(RECEIVER, service), "HL265") == []) is is_reached


@pytest.mark.parametrize(
    "body",
    [
        thing(
            "networking.k8s.io/v1",
            "Ingress",
            namespace="flux-system",
            spec={"rules": [{"http": {"paths": [{"backend": {"service": {"name": "webhook-receiver"}}}]}}]},
        ),
        thing(
            "networking.k8s.io/v1",
            "Ingress",
            namespace="flux-system",
            spec={"defaultBackend": {"service": {"name": "receiver"}}},
        ),
        thing(
            "traefik.io/v1alpha1",
            "IngressRoute",
            namespace="app",
            spec={"routes": [{"services": [{"name": "webhook-receiver", "namespace": "flux-system"}]}]},
        ),
    ],
    ids=["an Ingress", "an Ingress to a Service of the same pods", "an IngressRoute"],
)
def test_other_ways(body: Body) -> None:
    lab = with_crds(lab_of(RECEIVER, service_of("notification-controller"), body), "traefik.io", "IngressRoute")
    assert found(lab, "HL265") == []


def test_a_lab_without_receivers() -> None:
    assert found(lab_with(), "HL265") == []
