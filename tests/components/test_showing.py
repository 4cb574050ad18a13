"""Alerts, dashboards and data sources: objects at the side of whom they are about."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import yaml

from homelab_cdk.constructs import AlertRule, Dashboard, DataSource, Endpoint, Lab, Pods, UnitChart
from tests.components.monitored import of_kind, watch
from tests.labs import Plain, one


def _lab(act: Callable[[UnitChart], Any]) -> Lab:
    lab = Lab()
    watch(lab)
    act(Plain(lab, "tea"))
    return lab


def test_alerts_become_one_rule_object_of_the_owner() -> None:
    cold = AlertRule(name="TeaIsCold", expr="tea_celsius < 40", minutes=5, severity="critical", summary="It is cold")
    empty = AlertRule(name="TeaIsEmpty", expr="tea_litres == 0", summary="It is empty", description="Make some.")
    lab = _lab(lambda tea: tea.monitoring.alert("tea", [cold, empty]))
    [group] = of_kind(lab, "PrometheusRule")["tea/tea"]["spec"]["groups"]
    assert group["rules"] == [
        {
            "alert": "TeaIsCold",
            "expr": "tea_celsius < 40",
            "for": "5m",
            "labels": {"severity": "critical"},
            "annotations": {"summary": "It is cold"},
        },
        {
            "alert": "TeaIsEmpty",
            "expr": "tea_litres == 0",
            "labels": {"severity": "warning"},
            "annotations": {"summary": "It is empty", "description": "Make some."},
        },
    ]


def test_a_dashboard_of_upstreams_is_downloaded_by_grafana() -> None:
    url = "https://example.com/v1.2.3/tea.json"
    lab = _lab(lambda tea: tea.monitoring.dashboard(Dashboard(name="tea", folder="Kitchen", url=url)))
    body = of_kind(lab, "ConfigMap")["tea/dashboard-tea"]
    assert body["metadata"]["labels"] == {"grafana_dashboard": "1"}
    assert body["metadata"]["annotations"] == {"grafana_folder": "Kitchen"}
    assert body["data"] == {"tea.json.url": url}


def test_a_dashboard_of_our_own_stands_in_full() -> None:
    content = {"title": "Tea", "panels": [{"title": "Temperature in °C"}]}
    lab = _lab(lambda tea: tea.monitoring.dashboard(Dashboard(name="Tea_1", folder="Kitchen", content=content)))
    assert json.loads(of_kind(lab, "ConfigMap")["tea/dashboard-tea-1"]["data"]["Tea_1.json"]) == content


def test_a_data_source_is_provisioned_and_reached() -> None:
    pods = Pods(namespace="tea", labels={"app": "tea"})
    source = DataSource(
        name="Tea",
        uid="tea",
        type="loki",
        url="http://tea.tea.svc:3100",
        endpoint=Endpoint(pods=pods, port=3100, name="tea"),
        settings={"maxLines": 1000},
    )
    lab = _lab(lambda tea: tea.monitoring.data_source(source))
    body = of_kind(lab, "ConfigMap")["tea/data-source-tea"]
    assert body["metadata"]["labels"] == {"grafana_datasource": "1"}
    assert yaml.safe_load(body["data"]["tea.yaml"]) == {
        "apiVersion": 1,
        "datasources": [
            {
                "name": "Tea",
                "uid": "tea",
                "type": "loki",
                "url": "http://tea.tea.svc:3100",
                "access": "proxy",
                "editable": False,
                "jsonData": {"maxLines": 1000},
            }
        ],
    }
    [ingress] = one(lab, "NetworkPolicy", "allow-to-tea", "tea")["spec"]["ingress"]
    assert ingress["ports"] == [{"protocol": "TCP", "port": 3100}]
    assert ingress["from"][0]["podSelector"]["matchLabels"]["app.kubernetes.io/name"] == "grafana"
    egress = one(lab, "NetworkPolicy", "allow-from-grafana", "monitoring")["spec"]["egress"]
    assert {"protocol": "TCP", "port": 3100} in [port for rule in egress for port in rule.get("ports", [])]
