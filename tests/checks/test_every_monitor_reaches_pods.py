from __future__ import annotations

from typing import Any

import pytest

from homelab_cdk.constructs import Lab, MetricsCollector
from homelab_cdk.model import Body
from tests.checks.bare import told
from tests.checks.looking import deployment, found, lab_of, service, thing, with_crds
from tests.labs import Plain

GROUP = "monitoring.coreos.com"
WEB = {"matchLabels": {"app": "web"}}


def lab_with(*bodies: Body) -> Lab:
    return with_crds(lab_of(*bodies), GROUP, "PodMonitor", "ServiceMonitor")


def pod_monitor(port: Any = "http", selector: Body = WEB) -> Body:
    spec = {"selector": selector, "podMetricsEndpoints": [{"port": port}]}
    return thing(f"{GROUP}/v1", "PodMonitor", namespace="app", spec=spec)


def service_monitor(labels: Body, **selector: Any) -> Body:
    spec = {"selector": {"matchLabels": labels}, "namespaceSelector": selector, "endpoints": [{"port": "http"}]}
    return thing(f"{GROUP}/v1", "ServiceMonitor", namespace="app", spec=spec)


def labelled(body: Body, **labels: str) -> Body:
    body["metadata"]["labels"] = labels
    return body


def test_a_monitor_of_pods_that_are_not_there() -> None:
    assert found(lab_with(pod_monitor(selector={"matchLabels": {"app": "pot"}}), deployment()), "HL672") == [
        "app/podmonitor-one: PodMonitor.monitoring.coreos.com app/one: spec.selector app=pot takes no pods:"
        " nothing in app is known to make such; correct the labels",
    ]


def test_a_port_that_the_pods_lack() -> None:
    assert found(lab_with(pod_monitor("metrics"), deployment()), "HL672") == [
        "app/podmonitor-one: PodMonitor.monitoring.coreos.com app/one: spec.podMetricsEndpoints[0] asks at the"
        " port metrics of Deployment.apps app/web, which has 8080, http; write a port of the pods",
    ]


def test_a_collector_that_is_not_let_in() -> None:
    lab = lab_with(pod_monitor(), deployment())
    collector = Plain(lab, "collector")
    collector.provide(MetricsCollector(name="collector", provider=collector))
    assert found(lab, "HL672") == [
        "app/podmonitor-one: PodMonitor.monitoring.coreos.com app/one: spec.podMetricsEndpoints[0] asks"
        " Deployment.apps app/web at http, and no NetworkPolicy lets in the pods of collector; collect its metrics"
        " with `monitoring.scrape`, which declares the edge",
    ]


def test_a_monitor_of_services_without_these_labels() -> None:
    assert found(lab_with(service_monitor({"app": "web"}), service(), deployment()), "HL672") == [
        "app/servicemonitor-one: ServiceMonitor.monitoring.coreos.com app/one: spec.selector app=web takes no"
        " Services: nothing in app is known to make such; correct the labels",
    ]


@pytest.mark.parametrize(
    "body",
    [
        pod_monitor(),
        service_monitor({"tea": "green"}),
        service_monitor({"app": "pot"}, any=True),
        service_monitor({"component": "apiserver", "provider": "kubernetes"}, matchNames=["default"]),
        service_monitor({"k8s-app": "kube-dns"}, matchNames=["kube-system"]),
    ],
    ids=["pods", "Services", "everywhere", "the API server", "the cluster itself"],
)
def test_monitors_that_find_something(body: Body) -> None:
    assert found(lab_with(body, labelled(service(), tea="green"), deployment()), "HL672") == []


@pytest.mark.parametrize(("place", "expected"), [("flux-system", 0), ("tea", 1)])
def test_flux_itself_is_not_in_every_tree(place: str, expected: int) -> None:
    monitor = pod_monitor()
    monitor["spec"]["namespaceSelector"] = {"matchNames": [place]}
    assert len(told("HL672", monitor)) == expected
