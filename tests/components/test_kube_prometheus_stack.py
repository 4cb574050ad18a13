"""Monitoring follows from the lab: its machines, its storage, its ingress."""

from __future__ import annotations

from typing import Any

import pytest

from homelab_cdk.components import load_components
from homelab_cdk.constructs import Lab
from homelab_cdk.model import LabConfig
from homelab_cdk.synth._build import build_lab
from tests.components.monitored import monitored, of_kind, values
from tests.labs import chosen, one, units_of


def _policy(lab: Lab, name: str) -> Any:
    return of_kind(lab, "NetworkPolicy")[f"monitoring/{name}"]["spec"]


def _ports(rules: list[Any]) -> set[int]:
    return {port["port"] for rule in rules for port in rule["ports"]}


def test_the_crds_wait_for_nothing_and_what_is_monitored_for_them_alone() -> None:
    units = units_of(monitored(nodes=3))
    assert list(units["prometheus-operator-crds"].depends_on) == []
    assert "prometheus-operator-crds" in units["cloudnative-pg-config"].depends_on
    assert "prometheus-operator-crds" not in units["cloudnative-pg"].depends_on
    assert not [unit.name for unit in units.values() if "kube-prometheus-stack" in unit.depends_on]


def test_an_uninstall_keeps_the_crds() -> None:
    crds = one(monitored(), "HelmRelease", "prometheus-operator-crds")["spec"]["values"]["crds"]
    assert crds == {"annotations": {"helm.sh/resource-policy": "keep"}}


def test_one_server_has_no_etcd() -> None:
    assert values(monitored())["kubeEtcd"] == {"enabled": False}
    assert values(monitored())["defaultRules"]["rules"]["etcd"] is False


def test_each_etcd_of_several_servers_is_scraped() -> None:
    lab = monitored(nodes=3)
    assert values(lab)["kubeEtcd"] == {"enabled": True, "endpoints": ["192.168.1.11", "192.168.1.12", "192.168.1.13"]}
    assert values(lab)["defaultRules"]["rules"]["etcd"] is True


@pytest.mark.parametrize(("size", "expected"), [("20Gi", "16384MiB"), ("50Gi", "40960MiB"), ("1G", "762MiB")])
def test_prometheus_leaves_a_fifth_of_its_volume_free(size: str, expected: str) -> None:
    assert values(monitored(storageSize=size))["prometheus"]["prometheusSpec"]["retentionSize"] == expected


def test_volumes_are_of_the_class_that_is_asked_for() -> None:
    found = values(monitored(storageClass="fast"))
    spec = found["prometheus"]["prometheusSpec"]["storageSpec"]["volumeClaimTemplate"]["spec"]
    assert spec["storageClassName"] == "fast"
    spec = found["alertmanager"]["alertmanagerSpec"]["storage"]["volumeClaimTemplate"]["spec"]
    assert spec["storageClassName"] == "fast"
    assert found["grafana"]["persistence"]["storageClassName"] == "fast"


@pytest.mark.parametrize(("nodes", "alertmanagers"), [(1, 1), (3, 2)])
def test_what_the_operator_makes_is_declared(nodes: int, alertmanagers: int) -> None:
    lab = monitored(nodes=nodes)
    [chart] = [chart for chart in lab.unit_charts if chart.construct_id == "kube-prometheus-stack"]
    assert {child.name: child.replicas for child in chart.children} == {
        "prometheus-kube-prometheus-stack": 1,
        "alertmanager-kube-prometheus-stack": alertmanagers,
    }
    found = values(lab)
    for child, spec in (
        ("prometheus", found["prometheus"]["prometheusSpec"]),
        ("alertmanager", found["alertmanager"]["alertmanagerSpec"]),
    ):
        [workload] = [item for item in chart.children if item.name.startswith(child)]
        assert spec["replicas"] == workload.replicas
        assert [container.memory_request > 0 for container in workload.containers] == [True, True]
        assert workload.volumes[0].per_replica


def test_only_grafana_is_routed_unless_asked() -> None:
    assert list(of_kind(monitored(), "HTTPRoute")) == ["monitoring/grafana", "gitea/gitea"]
    lab = monitored(prometheusHost="prometheus", alertmanagerHost="alerts.example.org")
    routes = of_kind(lab, "HTTPRoute")
    assert routes["monitoring/prometheus"]["spec"]["hostnames"] == ["prometheus.home.example.com"]
    assert routes["monitoring/alertmanager"]["spec"]["hostnames"] == ["alerts.example.org"]
    assert values(lab)["prometheus"]["prometheusSpec"]["externalUrl"] == "https://prometheus.home.example.com/"


def test_grafana_works_without_an_ingress() -> None:
    load_components()
    choices = (chosen("secrets", "external-secrets"), chosen("metrics", "kube-prometheus-stack"))
    lab = build_lab(LabConfig.sample(components=choices))
    assert of_kind(lab, "HTTPRoute") == {}
    assert "server" not in values(lab)["grafana"]["grafana.ini"]


def test_no_password_is_shown_to_hosts_that_dashboards_come_from() -> None:
    assert values(monitored())["grafana"]["sidecar"]["dashboards"]["skipReload"] is True


def test_only_node_exporter_is_privileged() -> None:
    lab = monitored()
    level = {
        namespace: one(lab, "Namespace", namespace)["metadata"]["labels"]["pod-security.kubernetes.io/enforce"]
        for namespace in ("monitoring", "node-exporter")
    }
    assert level == {"monitoring": "restricted", "node-exporter": "privileged"}
    assert values(lab)["prometheus-node-exporter"]["namespaceOverride"] == "node-exporter"


def test_prometheus_reaches_every_pod_and_every_node() -> None:
    egress = _policy(monitored(), "allow-from-prometheus")["egress"]
    assert {"to": [{"namespaceSelector": {}}]} in egress
    assert {"to": [{"ipBlock": {"cidr": "192.168.1.0/24"}}, {"ipBlock": {"cidr": "10.42.0.0/16"}}]} in egress


@pytest.mark.parametrize(
    ("policy", "ports"),
    [
        ("allow-to-prometheus", {9090, 8080}),
        ("allow-to-alertmanager", {9093, 8080}),
        ("allow-to-grafana", {3000}),
        ("allow-to-kube-state-metrics", {8080}),
        ("allow-to-kube-prometheus-stack-operator", {8080}),
    ],
)
def test_what_is_let_in_is_what_is_listened_on(policy: str, ports: set[int]) -> None:
    assert _ports(_policy(monitored(), policy)["ingress"]) == ports


@pytest.mark.parametrize(("nodes", "gossip"), [(1, []), (3, ["TCP", "UDP"])])
def test_several_alertmanagers_talk_to_each_other(nodes: int, gossip: list[str]) -> None:
    ingress = _policy(monitored(nodes=nodes), "allow-to-alertmanager")["ingress"]
    assert [port["protocol"] for rule in ingress for port in rule["ports"] if port["port"] == 9094] == gossip


@pytest.mark.parametrize("client", ["grafana", "kube-state-metrics", "kube-prometheus-stack-operator", "prometheus"])
def test_what_asks_the_api_server_reaches_it(client: str) -> None:
    assert 6443 in _ports([rule for rule in _policy(monitored(), f"allow-from-{client}")["egress"] if "ports" in rule])


def test_gitea_shows_its_metrics_to_whom_has_the_token() -> None:
    lab = monitored()
    gitea = one(lab, "HelmRelease", "gitea")["spec"]["values"]["gitea"]
    assert gitea["metrics"] == {"enabled": True}
    [endpoint] = of_kind(lab, "PodMonitor")["gitea/gitea-http"]["spec"]["podMetricsEndpoints"]
    assert endpoint["authorization"]["credentials"] == {"name": "gitea-metrics", "key": "token"}
    environment = {item["name"]: item["valueFrom"]["secretKeyRef"] for item in gitea["additionalConfigFromEnvs"]}
    assert environment["GITEA__METRICS__TOKEN"] == {"name": "gitea-metrics", "key": "token"}


def test_every_server_and_the_operator_of_postgresql_are_watched() -> None:
    lab = monitored(nodes=3)
    monitors = of_kind(lab, "PodMonitor")
    assert monitors["postgresql-main/postgresql-main"]["spec"]["podMetricsEndpoints"][0]["portNumber"] == 9187
    assert monitors["cnpg-system/cloudnative-pg"]["spec"]["podMetricsEndpoints"][0]["portNumber"] == 8080
    [group] = of_kind(lab, "PrometheusRule")["postgresql-main/postgresql-main"]["spec"]["groups"]
    assert {rule["alert"] for rule in group["rules"]} >= {"PostgresqlDown", "PostgresqlVolumeAlmostFull"}
