from __future__ import annotations

from dataclasses import replace

from homelab_cdk.constructs import HelmApp, Lab
from homelab_cdk.model import ChartFacts, ContainerFact, LabConfig, ObjectKey, PortFact, WorkloadFact
from tests.checks.looking import GATEWAY_KINDS, found, thing, with_crds
from tests.labs import PIN, locked

GROUP = "gateway.networking.k8s.io"
TRAEFIK = WorkloadFact(
    kind="Deployment",
    namespace="door",
    name="traefik",
    containers=(
        ContainerFact(name="traefik", image="traefik:v3", ports=(PortFact(number=8000), PortFact(number=8443))),
    ),
)
FACTS = ChartFacts(workloads=(TRAEFIK,), objects=(ObjectKey(GROUP, "GatewayClass", "", "traefik"),))


def lab(port: int, *, of: str = "traefik", chart: str = "traefik") -> Lab:
    pin = replace(PIN, name=chart, repository=f"oci://charts.example.com/{chart}")
    whole = Lab(LabConfig.sample(), lock=locked({"door": FACTS}, pin=pin))
    app = HelmApp(whole, "door", chart=pin.name, version=pin.version, repository=pin.repository)
    listeners = [{"name": "https", "port": port, "protocol": "HTTPS"}]
    spec = {"gatewayClassName": of, "listeners": listeners}
    app.add_manifest(thing(f"{GROUP}/v1", "Gateway", "main", namespace="door", spec=spec))
    return with_crds(whole, GROUP, *GATEWAY_KINDS, "GatewayClass")


def test_the_port_of_the_service() -> None:
    assert found(lab(443), "HL675") == [
        "door/gateway-main: Gateway.gateway.networking.k8s.io door/main: the listener https has the port 443, and Traefik"
        " listens on 8000, 8443; write the port of an entry point",
    ]


def test_the_port_of_an_entry_point() -> None:
    assert found(lab(8443), "HL675") == []


def test_a_gateway_of_another_class() -> None:
    assert found(lab(443, of="kong"), "HL675") == []


def test_other_charts_make_their_ports_by_themselves() -> None:
    assert found(lab(443, chart="envoy-gateway"), "HL675") == []
