from __future__ import annotations

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
        f"app/receiver-flux-system-one: Receiver.{GROUP} flux-system/one: no HTTPRoute and no Ingress leads to the Service"
        " webhook-receiver in flux-system; add one, or leave the Receiver out",
    ]


def test_a_route_to_a_service_of_that_name_elsewhere() -> None:
    assert len(found(lab_with(RECEIVER, route("app")), "HL265")) == 1


def test_a_route() -> None:
    assert found(lab_with(RECEIVER, route("flux-system")), "HL265") == []


def test_a_lab_without_receivers() -> None:
    assert found(lab_with(), "HL265") == []
