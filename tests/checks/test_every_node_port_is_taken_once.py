from __future__ import annotations

from homelab_cdk.constructs import HelmApp, Lab
from homelab_cdk.model import Body, ChartFacts, PortFact, ServiceFact
from tests.checks.looking import deployment, found, lab_of, service
from tests.labs import PIN, locked


def at_port(name: str, number: int, **port: object) -> Body:
    return service(name, type="NodePort", port={"nodePort": number, **port})


def test_a_port_outside_of_the_range() -> None:
    assert found(lab_of(at_port("web", 8080)), "HL654") == [
        "app/service-web: Service app/web: spec.ports[0].nodePort is 8080, and the API server takes those from 30000 to 32767;"
        " choose one of them, or leave it out",
    ]


def test_two_services_with_one_port() -> None:
    assert found(lab_of(at_port("a", 30080), at_port("b", 30080)), "HL654") == [
        "app/service-b: Service app/b: spec.ports[0].nodePort is 30080, which Service app/a (app/service-a) has; choose"
        " another, or leave it out",
    ]


def test_a_port_that_pods_take() -> None:
    pods = deployment(container={"ports": [{"containerPort": 80, "hostPort": 30080}]})
    assert found(lab_of(at_port("a", 30080), pods), "HL654") == [
        "app/service-a: Service app/a: spec.ports[0].nodePort is 30080, which Deployment.apps app/web takes on its machine;"
        " choose another, or leave it out",
    ]


def test_a_service_of_a_chart() -> None:
    port = PortFact(name="http", number=80, node=30080)
    lab: Lab = Lab(
        lock=locked({"tea": ChartFacts(services=(ServiceFact(namespace="tea", name="pot", ports=(port,)),))})
    )
    app = HelmApp(lab, "tea", chart=PIN.name, version=PIN.version, repository=PIN.repository)
    app.add_manifest(at_port("a", 30080))
    assert found(lab, "HL654") == [
        "tea: Service tea/pot of the chart operator 1.2.3: the port http is 30080, which Service tea/a (tea/service-a) has;"
        " choose another, or leave it out",
    ]


def test_ports_that_are_apart() -> None:
    lab = lab_of(at_port("a", 30080), at_port("b", 30081), at_port("c", 30080, protocol="UDP"), service("d"))
    assert found(lab, "HL654") == []
