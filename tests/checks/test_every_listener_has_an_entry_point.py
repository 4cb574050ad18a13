from __future__ import annotations

import pytest

from homelab_cdk.constructs import HelmApp, Lab
from homelab_cdk.model import ChartFacts, ChartPin, ContainerFact, PortFact, ServiceFact, WorkloadFact
from tests.checks.looking import found, thing, with_crds
from tests.labs import locked

GROUP = "gateway.networking.k8s.io"
PIN = ChartPin(name="traefik", version="1.2.3", repository="oci://charts.example.com/traefik")
POD = ContainerFact(
    name="traefik",
    image="traefik:v3",
    ports=(PortFact(name="web", number=8000), PortFact(name="websecure", number=8443)),
)
LABELS = (("app", "traefik"),)
FACTS = ChartFacts(
    workloads=(WorkloadFact(kind="Deployment", namespace="tea", name="tea", containers=(POD,), labels=LABELS),),
    services=(ServiceFact(namespace="tea", name="tea", selector=LABELS, ports=(PortFact(number=80, target="web"),)),),
)


def listening(port: object, gateway_class: str = "traefik") -> Lab:
    lab = Lab(lock=locked({"tea": FACTS}, pin=PIN))
    app = HelmApp(lab, "tea", chart=PIN.name, version=PIN.version, repository=PIN.repository)
    listener = {"name": "web", "port": port, "protocol": "HTTP"}
    spec = {"gatewayClassName": gateway_class, "listeners": [listener]}
    app.add_manifest(thing(f"{GROUP}/v1", "Gateway", namespace="tea", spec=spec))
    return with_crds(lab, GROUP, "Gateway")


def test_a_listener_at_the_port_of_the_service() -> None:
    assert found(listening(80), "HL675") == [
        "tea/gateway-one: Gateway.gateway.networking.k8s.io tea/one: the listener web has the port 80, and Traefik"
        " listens on 8000 (web), 8443 (websecure); write 8000, to which 80 of Traefik's Service leads",
    ]


@pytest.mark.parametrize("port", [81, "8000", None])
def test_a_listener_at_a_port_of_nothing(port: object) -> None:
    assert found(listening(port), "HL675") == [
        f"tea/gateway-one: Gateway.gateway.networking.k8s.io tea/one: the listener web has the port {port}, and Traefik"
        " listens on 8000 (web), 8443 (websecure); write the port of an entry point",
    ]


def test_a_listener_at_an_entry_point() -> None:
    assert found(listening(8000), "HL675") == []


def test_a_gateway_of_another_class() -> None:
    assert found(listening(80, "envoy"), "HL675") == []
