from __future__ import annotations

import pytest

from homelab_cdk.constructs import Endpoint, HelmApp, Lab, LoadBalancer, MetricsCollector, Outside, Pods, UnitChart
from homelab_cdk.model import Body, ChartFacts, ContainerFact, PortFact, ServiceFact, WorkloadFact
from tests.checks.looking import app_of, deployment, found, lab_of, service
from tests.labs import PIN, locked

WEB = Pods(namespace="app", labels={"app": "web"})


def test_a_service_that_nobody_may_reach() -> None:
    assert found(lab_of(deployment(), service()), "HL657") == [
        "app/service-web: Service app/web: no NetworkPolicy lets anybody in to Deployment.apps app/web at http; declare who"
        " needs it (`add_route`, `network.connect`, `network.allow_ingress`), turn the Service off, or accept that nobody does",
    ]


@pytest.mark.parametrize("port", [8080, 8081])
def test_a_port_that_is_open(port: int) -> None:
    lab = lab_of(deployment(), service(port={"targetPort": 8080}))
    app_of(lab).network.allow_ingress(Endpoint(pods=WEB, port=port), source=Outside(what="anywhere"))
    assert len(found(lab, "HL657")) == (port != 8080)


def test_pods_that_are_open_as_a_whole() -> None:
    lab = lab_of(deployment(), service())
    app_of(lab).network.trust(Outside(what="cluster"), pods=WEB)
    assert found(lab, "HL657") == []


@pytest.mark.parametrize(
    "body",
    [service(clusterIP="None"), service(type="ExternalName"), service(selector={"app": "other"})],
    ids=["without an address", "a name of elsewhere", "without pods, which is another rule's matter"],
)
def test_services_of_which_nothing_is_said(body: Body) -> None:
    assert found(lab_of(deployment(), body), "HL657") == []


def test_pods_at_the_address_of_their_machine() -> None:
    assert found(lab_of(deployment(pod={"hostNetwork": True}), service()), "HL657") == []


def chart(*, collected: bool = False, offers: bool = False) -> Lab:
    container = ContainerFact(name="pot", image="pot:1", ports=(PortFact(name="metrics", number=9090),))
    facts = ChartFacts(
        workloads=(
            WorkloadFact(kind="Deployment", namespace="tea", name="pot", labels=(("a", "b"),), containers=(container,)),
        ),
        services=(
            ServiceFact(
                namespace="tea",
                name="pot",
                selector=(("a", "b"),),
                ports=(PortFact(name="metrics", number=80, target="metrics"),),
            ),
        ),
    )
    lab = Lab(lock=locked({"tea": facts}))
    app = HelmApp(lab, "tea", chart=PIN.name, version=PIN.version, repository=PIN.repository)
    if collected:
        UnitChart(lab, "collector").provide(MetricsCollector(name="collector"))
    if offers:
        app.provide(LoadBalancer(name="tea"))
    return lab


def test_metrics_of_a_chart_that_nobody_collects() -> None:
    assert found(chart(), "HL657") == []


def test_metrics_of_a_chart_that_are_left_out() -> None:
    assert found(chart(collected=True), "HL657") == [
        "tea: Service tea/pot of the chart operator 1.2.3: no NetworkPolicy lets anybody in to Deployment tea/pot at metrics;"
        " declare who needs it (`add_route`, `network.connect`, `network.allow_ingress`), turn the Service off, or accept that"
        " nobody does",
    ]


def test_what_is_offered_to_others_waits_for_the_first_of_them() -> None:
    assert found(chart(collected=True, offers=True), "HL657") == []


def test_a_service_that_the_component_expects_nobody_to_reach() -> None:
    lab = lab_of(deployment(), service())
    app_of(lab).accept("every_service_may_be_reached", "Service app/web", reason="it is there for people with kubectl")
    assert found(lab, "HL657") == []
