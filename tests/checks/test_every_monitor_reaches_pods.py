from __future__ import annotations

from typing import Any

import pytest

from homelab_cdk.checks import examine_tree
from homelab_cdk.constructs import HelmApp, Lab, MetricsCollector
from homelab_cdk.model import Body, ChartFacts, PortFact, ServiceFact, WorkloadFact
from tests.checks.looking import app_of, deployment, found, lab_of, service, thing, told, with_crds
from tests.labs import PIN, Plain, locked

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


HOW = "compare it with `kubectl get services --all-namespaces --show-labels`"
OPERATED = WorkloadFact(kind="Pod", namespace="app", name="db", labels=(("operator.example.com/of", "db"),))


@pytest.mark.parametrize(
    "body",
    [
        pod_monitor(),
        service_monitor({"tea": "green"}),
        service_monitor({"tea": "green"}, any=True),
        service_monitor({"component": "apiserver", "provider": "kubernetes"}, matchNames=["default"]),
    ],
    ids=["pods", "Services", "everywhere", "the API server"],
)
def test_monitors_that_find_something(body: Body) -> None:
    lab = lab_with(body, labelled(service(), tea="green"), deployment())
    assert found(lab, "HL672") == []
    assert told(lab, "HL672") == []


@pytest.mark.parametrize(
    ("body", "selector"),
    [
        (service_monitor({"app": "pot"}, any=True), "app=pot"),
        (service_monitor({"k8s-app": "kube-dns"}, matchNames=["kube-system"]), "k8s-app=kube-dns"),
    ],
    ids=["everywhere", "the cluster itself"],
)
def test_services_that_the_cluster_itself_may_have(body: Body, selector: str) -> None:
    lab = lab_with(body, service(), deployment())
    assert found(lab, "HL672") == []
    assert told(lab, "HL672") == [
        f"ServiceMonitor.monitoring.coreos.com app/one: spec.selector {selector} takes no Services that are known, and"
        f" the cluster itself, of which nothing is known, may bring it; {HOW}",
    ]


def with_operated(*bodies: Body) -> Lab:
    lab = lab_with(*bodies)
    app_of(lab).children.append(OPERATED)
    return lab


def test_services_that_an_operator_may_make_of_its_pods() -> None:
    """GIVEN pods that an operator makes, THEN nobody knows which Services it makes beside them."""
    lab = with_operated(service_monitor({"operator.example.com/of": "db"}))
    assert found(lab, "HL672") == []
    assert told(lab, "HL672") == [
        "ServiceMonitor.monitoring.coreos.com app/one: spec.selector operator.example.com/of=db takes no Services that"
        f" are known, and an operator makes Pod app/db, and perhaps Services; {HOW}",
    ]


def test_services_that_an_operator_may_make_elsewhere() -> None:
    """THEN an operator in another namespace is no excuse."""
    lab = with_operated(service_monitor({"app": "web"}, matchNames=["other"]))
    Plain(lab, "other")
    assert len(found(lab, "HL672")) == 1
    assert told(lab, "HL672") == []


def test_services_of_an_operator_whose_pods_nobody_declares() -> None:
    cluster = thing("postgresql.cnpg.io/v1", "Cluster", "db", namespace="app", spec={})
    lab = with_crds(lab_with(service_monitor({"cnpg.io/cluster": "db"}), cluster), "postgresql.cnpg.io", "Cluster")
    assert found(lab, "HL672") == []
    assert told(lab, "HL672") == [
        "ServiceMonitor.monitoring.coreos.com app/one: spec.selector cnpg.io/cluster=db takes no Services that are"
        f" known, and Cluster.postgresql.cnpg.io app/db, of which nothing is known, may bring it; {HOW}",
    ]


def test_services_of_a_chart() -> None:
    services = (ServiceFact(namespace="tea", name="pot", type="ClusterIP", ports=(PortFact(name="http", number=80),)),)
    lab = Lab(lock=locked({"tea": ChartFacts(services=services)}))
    tea = HelmApp(lab, "tea", chart=PIN.name, version=PIN.version, repository=PIN.repository)
    tea.add_manifest(
        service_monitor({"app": "pot"}, matchNames=["tea"]) | {"metadata": {"name": "one", "namespace": "tea"}}
    )
    with_crds(lab, GROUP, "ServiceMonitor")
    assert found(lab, "HL672") == []
    assert told(lab, "HL672") == [
        "ServiceMonitor.monitoring.coreos.com tea/one: spec.selector app=pot takes no Services that are known, and of the"
        f" Services of the chart operator 1.2.3 no labels are known; {HOW}",
    ]


def test_pods_of_an_operator_by_a_label_that_nobody_declares() -> None:
    lab = with_operated(pod_monitor(selector=WEB))
    assert found(lab, "HL672") == []
    assert told(lab, "HL672") == [
        "PodMonitor.monitoring.coreos.com app/one: spec.selector app=web takes no pods that are known, and an operator"
        " makes those of Pod app/db, of which not all labels are known; compare it with `kubectl get pods"
        " --all-namespaces --show-labels`",
    ]


def test_pods_of_an_operator_by_another_value_of_its_label() -> None:
    lab = with_operated(pod_monitor(selector={"matchLabels": {"operator.example.com/of": "bd"}}))
    assert len(found(lab, "HL672")) == 1
    assert told(lab, "HL672") == []


def test_a_port_that_the_services_lack() -> None:
    lab = lab_with(
        service_monitor({"tea": "green"}), labelled(service(port={"name": "web"}), tea="green"), deployment()
    )
    assert found(lab, "HL672") == [
        "app/servicemonitor-one: ServiceMonitor.monitoring.coreos.com app/one: spec.endpoints[0] asks at the port http"
        " of Service app/web, which has web; write the name of a port of the Service",
    ]


@pytest.mark.parametrize(("place", "hits"), [("app", 1), ("made-by-an-operator", 0)])
def test_a_namespace_that_a_tree_alone_does_not_make(place: str, hits: int) -> None:
    monitor = pod_monitor(selector={"matchLabels": {"app": "pot"}})
    monitor["spec"]["namespaceSelector"] = {"matchNames": [place]}
    namespace = thing("v1", "Namespace", "app")
    report = examine_tree([namespace, monitor])
    assert len([one for one in report.findings if one.code == "HL672"]) == hits
    assert [one.reason for one in report.unchecked if one.code == "HL672"] == [
        "spec.selector app=pot takes no pods that are known, and nothing in the tree makes the namespace"
        " made-by-an-operator"
    ] * (1 - hits)
