from __future__ import annotations

import pytest

from homelab_cdk.constructs import Lab
from homelab_cdk.model import Body
from tests.checks.bare import told
from tests.checks.looking import app_of, found, lab_of, service, thing, with_crds

GROUP = "gateway.networking.k8s.io"


def gateway(name: str) -> Body:
    return thing(f"{GROUP}/v1", "Gateway", name, namespace="app", spec={"gatewayClassName": "traefik"})


def route(name: str, host: str, *doors: str, kind: str = "HTTPRoute") -> Body:
    return thing(
        f"{GROUP}/v1",
        kind,
        name,
        namespace="app",
        spec={"hostnames": [host], "parentRefs": [{"name": door} for door in doors]},
    )


def ingress(host: str, name: str) -> Body:
    return thing("networking.k8s.io/v1", "Ingress", spec={"ingressClassName": name, "rules": [{"host": host}]})


def lab_with(*bodies: Body) -> Lab:
    return with_crds(lab_of(gateway("inside"), gateway("outside"), *bodies), GROUP, "Gateway", "HTTPRoute", "GRPCRoute")


def test_two_gateways() -> None:
    assert found(lab_with(route("a", "a.lab", "inside"), route("b", "a.lab", "outside")), "HL655") == [
        "app/httproute-b: HTTPRoute.gateway.networking.k8s.io app/b: the host name a.lab leads to the Gateway app/outside of"
        " the class traefik, and HTTPRoute.gateway.networking.k8s.io app/a (app/httproute-a) has it lead to the Gateway"
        " app/inside of the class traefik; a name points at one address: choose another name for one of them",
    ]


def test_a_service_with_an_address_of_its_own() -> None:
    body = service("ssh", type="LoadBalancer")
    body["metadata"]["annotations"] = {"external-dns.alpha.kubernetes.io/hostname": "a.lab, b.lab"}
    assert [line.partition(": ")[0] for line in found(lab_with(route("a", "a.lab", "inside"), body), "HL655")] == [
        "app/service-ssh"
    ]


def test_a_name_that_a_component_has_for_something_else() -> None:
    lab = lab_with(route("a", "git.lab", "inside"))
    app_of(lab).host_names["git.lab"] = "Git over SSH"
    assert found(lab, "HL655") == [
        "app: Git over SSH: the host name git.lab leads to Git over SSH of app, and HTTPRoute.gateway.networking.k8s.io app/a"
        " (app/httproute-a) has it lead to the Gateway app/inside of the class traefik; a name points at one address: choose"
        " another name for one of them",
    ]


def test_an_ingress_of_another_class() -> None:
    assert len(found(lab_with(route("a", "a.lab", "inside"), ingress("a.lab", "nginx")), "HL655")) == 1


def test_two_kinds_of_routes_on_one_gateway() -> None:
    lab = lab_with(route("a", "a.lab", "inside"), route("b", "a.lab", "inside", kind="GRPCRoute"))
    assert found(lab, "HL655") == [
        "app/grpcroute-b: GRPCRoute.gateway.networking.k8s.io app/b: the host name a.lab is that of"
        " HTTPRoute.gateway.networking.k8s.io app/a (app/httproute-a), and a Gateway takes one kind of route for a name;"
        " choose another name for one of them",
    ]


def test_names_that_lead_to_one_place() -> None:
    lab = lab_with(
        route("a", "a.lab", "inside"),
        route("b", "a.lab", "inside"),
        route("c", "c.lab", "inside", "outside"),
        route("d", "*.lab", "outside"),
        ingress("e.lab", "nginx"),
    )
    assert found(lab, "HL655") == []


@pytest.mark.parametrize(("other", "told_as"), [("web", "?"), ("far", "H")])
def test_a_name_with_one_service_behind_two_doors_of_a_tree(other: str, told_as: str) -> None:
    """GIVEN a tree of which nothing else is known, THEN its DNS may tell those inside and outside two addresses."""
    bodies = [route("a", "a.lab", "inside"), route("b", "a.lab", "outside")]
    for body, name in zip(bodies, ("web", other), strict=True):
        body["spec"]["rules"] = [{"backendRefs": [{"name": name, "port": 80}]}]
    assert [line[0] for line in told("HL655", gateway("inside"), gateway("outside"), *bodies)] == [told_as]
