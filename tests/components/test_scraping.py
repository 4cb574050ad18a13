"""What Prometheus is told to scrape: objects at the side of whom it is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from homelab_cdk._errors import BuildError
from homelab_cdk.constructs import Endpoint, Lab, Pods, SecretKey, UnitChart, WebApp
from homelab_cdk.model import Body, ContainerFact, LabConfig, PortFact, WorkloadFact
from tests.components.monitored import of_kind, watch
from tests.labs import Plain, bodies

LABELS = {"app.kubernetes.io/name": "tea"}
JOB = {"targetLabel": "job", "replacement": "tea"}


def _tea(*, port: int = 9100, namespace: str = "tea", name: str = "tea") -> Endpoint:
    return Endpoint(pods=Pods(namespace=namespace, labels=LABELS), port=port, name=name)


def _lab(act: Callable[[UnitChart], Any]) -> Lab:
    lab = Lab()
    watch(lab)
    act(Plain(lab, "tea"))
    return lab


def _monitors(lab: Lab) -> dict[str, Body]:
    return {name: body["spec"] for name, body in of_kind(lab, "PodMonitor").items()}


def _endpoints(lab: Lab) -> list[Body]:
    return [spec["podMetricsEndpoints"][0] for name, spec in _monitors(lab).items() if name.startswith("tea/")]


def test_an_endpoint_becomes_a_pod_monitor_beside_its_owner() -> None:
    lab = _lab(lambda tea: tea.monitoring.scrape(_tea()))
    assert _monitors(lab)["tea/tea"] == {
        "selector": {"matchLabels": LABELS},
        "podMetricsEndpoints": [{"portNumber": 9100, "path": "/metrics", "scheme": "http", "relabelings": [JOB]}],
    }


def test_the_owner_lets_prometheus_in() -> None:
    lab = _lab(lambda tea: tea.monitoring.scrape(_tea()))
    [rule] = of_kind(lab, "NetworkPolicy")["tea/allow-to-tea"]["spec"]["ingress"]
    assert rule["ports"] == [{"protocol": "TCP", "port": 9100}]
    [peer] = rule["from"]
    assert peer["namespaceSelector"] == {"matchLabels": {"kubernetes.io/metadata.name": "monitoring"}}
    assert peer["podSelector"]["matchLabels"]["app.kubernetes.io/name"] == "prometheus"


def test_adding_a_scrape_changes_nothing_of_monitoring() -> None:
    def of_monitoring(lab: Lab) -> list[Body]:
        return [body for body in bodies(lab) if body["metadata"].get("namespace") == "monitoring"]

    assert of_monitoring(_lab(lambda tea: tea.monitoring.scrape(_tea()))) == of_monitoring(_lab(lambda tea: None))


@pytest.mark.parametrize("namespace", ["kube-system", "calico-system"])
def test_a_namespace_that_the_lab_did_not_close_stays_as_it_is(namespace: str) -> None:
    lab = _lab(lambda tea: tea.monitoring.scrape(_tea(namespace=namespace)))
    assert _monitors(lab)["tea/tea"]["namespaceSelector"] == {"matchNames": [namespace]}
    assert not [name for name in of_kind(lab, "NetworkPolicy") if name.startswith(f"{namespace}/")]


def test_the_order_in_which_both_are_built_does_not_matter() -> None:
    def built(*, first: bool) -> list[Body]:
        lab = Lab()
        if first:
            watch(lab)
        Plain(lab, "tea").monitoring.scrape(_tea())
        if not first:
            watch(lab)
        return sorted(bodies(lab), key=lambda body: (body["kind"], body["metadata"].get("namespace", ""), str(body)))

    assert built(first=True) == built(first=False)


def test_two_scrapes_of_one_owner_have_names_of_their_own() -> None:
    def act(tea: UnitChart) -> None:
        for port, path in ((9100, "/metrics"), (9200, "/metrics"), (9200, "/probe"), (9100, "/metrics")):
            tea.monitoring.scrape(_tea(port=port), path=path)

    first, second, third = (name for name in _monitors(_lab(act)) if name.startswith("tea/"))
    assert (first, second) == ("tea/tea", "tea/tea-9200")
    assert third.startswith("tea/tea-9200-")


def test_the_certificate_of_https_is_not_checked() -> None:
    [endpoint] = _endpoints(
        _lab(lambda tea: tea.monitoring.scrape(_tea(), scheme="https", params={"format": ["text"]}))
    )
    assert (endpoint["scheme"], endpoint["tlsConfig"]) == ("https", {"insecureSkipVerify": True})
    assert endpoint["params"] == {"format": ["text"]}


def test_a_token_of_the_endpoint_is_read_from_its_secret() -> None:
    token = SecretKey(secret="tea-metrics", key="token")
    [endpoint] = _endpoints(_lab(lambda tea: tea.monitoring.scrape(_tea(), token=token)))
    assert endpoint["authorization"] == {"credentials": {"name": "tea-metrics", "key": "token"}}


def test_prometheus_own_token_takes_a_service() -> None:
    lab = _lab(lambda tea: tea.monitoring.scrape(_tea(), scheme="https", bearer_token=True))
    service, spec = of_kind(lab, "Service")["tea/tea-scrape"], of_kind(lab, "ServiceMonitor")["tea/tea"]["spec"]
    assert spec["selector"]["matchLabels"] == service["metadata"]["labels"]
    assert service["spec"] == {
        "clusterIP": "None",
        "selector": LABELS,
        "ports": [{"name": "metrics", "port": 9100, "targetPort": 9100}],
    }
    [endpoint] = spec["endpoints"]
    assert endpoint["port"] == "metrics"
    assert endpoint["bearerTokenFile"] == "/var/run/secrets/kubernetes.io/serviceaccount/token"


def _child(*ports: int) -> WorkloadFact:
    container = ContainerFact(name="tea", image="tea:1", ports=tuple(PortFact(number=port) for port in ports))
    return WorkloadFact(
        kind="Deployment", namespace="tea", name="tea", labels=tuple(LABELS.items()), containers=(container,)
    )


def test_a_port_that_no_container_declares_is_reached_by_the_address_of_the_pod() -> None:
    def act(tea: UnitChart) -> None:
        tea.children.append(_child(8080))
        tea.monitoring.scrape(_tea())
        tea.monitoring.scrape(_tea(port=8080))

    undeclared, declared = _endpoints(_lab(act))
    assert "portNumber" not in undeclared
    assert undeclared["relabelings"] == [
        {"sourceLabels": ["__meta_kubernetes_pod_ip"], "targetLabel": "__address__", "replacement": "$1:9100"},
        {"regex": "container", "action": "labeldrop"},
        JOB,
    ]
    assert declared["portNumber"] == 8080


def test_pods_without_labels_are_all_pods_with_the_port() -> None:
    everyone = Endpoint(pods=Pods(namespace="tea"), port=9100)
    lab = _lab(lambda tea: tea.monitoring.scrape(everyone))
    assert _monitors(lab)["tea/tea"]["selector"] == {}
    with pytest.raises(BuildError, match="the pods to scrape on port 9100 have no labels"):
        _lab(lambda tea: tea.monitoring.scrape(everyone, bearer_token=True))


def test_an_app_declares_the_port_of_its_metrics() -> None:
    lab = Lab(LabConfig.sample())
    watch(lab)
    app = WebApp(lab, "tea", image="tea:1.0")
    app.add_metrics(port=9100)
    [container] = app.deployment.body["spec"]["template"]["spec"]["containers"]
    assert {"name": "metrics", "containerPort": 9100} in container["ports"]
    assert _monitors(lab)["tea/tea-metrics"]["podMetricsEndpoints"][0]["portNumber"] == 9100
