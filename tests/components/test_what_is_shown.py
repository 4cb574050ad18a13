"""What the systems show of themselves: metrics that really are there, alerts that people understand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from homelab_cdk.components import load_components
from homelab_cdk.constructs import (
    AlertRule,
    Dashboard,
    Dashboards,
    DataSource,
    Lab,
    MetricsCollector,
    Scrape,
    UnitChart,
)
from homelab_cdk.model import LabConfig
from homelab_cdk.synth._build import build_lab
from tests.labs import chosen

SHOWN = {
    "calico": ("cni", {("calico-node", 9091), ("calico-typha", 9093)}),
    "metrics-server": ("resourceMetrics", {("metrics-server", 10250)}),
    "metallb": ("loadBalancer", {("metallb-controller", 9120), ("metallb-speaker", 9120)}),
    "traefik": ("ingress", {("traefik", 9100)}),
    "cert-manager": ("certificates", {("cert-manager", 9402)}),
    "external-secrets": ("secrets", {("external-secrets", 8080)}),
    "system-upgrade-controller": ("nodeUpgrades", set()),
}

UNDECLARED = {"calico"}
"""Systems whose pods listen on ports that their containers do not name (source: `pkg/render/node.go` of its operator)."""


@dataclass
class Shown:
    """What reached a collector and dashboards that only listen."""

    lab: Lab
    scrapes: dict[str, list[Scrape]] = field(default_factory=dict)
    alerts: dict[str, list[AlertRule]] = field(default_factory=dict)
    dashboards: dict[str, list[Dashboard]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def shown() -> Shown:
    load_components()
    choices = tuple(chosen(slot, name) for name, (slot, _) in SHOWN.items())
    found = Shown(build_lab(LabConfig.sample(nodes=3, components=choices)))

    class Collector(MetricsCollector):
        def scrape(self, owner: UnitChart, scrape: Scrape) -> None:
            found.scrapes.setdefault(owner.construct_id, []).append(scrape)

        def alert(self, owner: UnitChart, name: str, rules: Sequence[AlertRule]) -> None:
            found.alerts.setdefault(owner.construct_id, []).extend(rules)

    class Board(Dashboards):
        def dashboard(self, owner: UnitChart, dashboard: Dashboard) -> None:
            found.dashboards.setdefault(owner.construct_id, []).append(dashboard)

        def data_source(self, owner: UnitChart, source: DataSource) -> None:
            raise AssertionError("none of these systems is read from by dashboards")

    found.lab.surroundings.capabilities.provide(Collector(name="collector"))
    found.lab.surroundings.capabilities.provide(Board(name="board"))
    return found


@pytest.mark.parametrize("name", SHOWN)
def test_metrics_are_where_some_pod_listens(name: str, shown: Shown) -> None:
    [chart] = [chart for chart in shown.lab.unit_charts if chart.construct_id == name]
    workloads = [*chart.children, *(w for release in chart.releases for w in chart.facts(release).facts.workloads)]
    scrapes = shown.scrapes.get(name, [])
    assert {(scrape.endpoint.name, scrape.endpoint.port) for scrape in scrapes} == SHOWN[name][1]
    for scrape in scrapes:
        endpoint = scrape.endpoint
        behind = [
            item
            for item in workloads
            if item.namespace == endpoint.pods.namespace and set(endpoint.pods.labels.items()) <= set(item.labels)
        ]
        assert [item.name for item in behind] == [endpoint.name], "just the pods that are meant"
        assert name in UNDECLARED or behind[0].port(endpoint.port) == endpoint.port
        assert behind[0].host_network == endpoint.host_network


@pytest.mark.parametrize("name", SHOWN)
def test_every_system_says_what_is_wrong_with_it(name: str, shown: Shown) -> None:
    alerts = shown.alerts[name]
    assert 1 <= len(alerts) <= 5
    for rule in alerts:
        assert rule.minutes and rule.summary and rule.description, rule.name
        assert rule.expr.count("(") == rule.expr.count(")"), rule.name


def test_alerts_have_names_of_their_own(shown: Shown) -> None:
    names = [rule.name for rules in shown.alerts.values() for rule in rules]
    assert len(names) == len(set(names))


def test_dashboards_of_others_are_pinned(shown: Shown) -> None:
    urls = {dashboard.url for boards in shown.dashboards.values() for dashboard in boards if dashboard.url}
    assert urls
    for url in urls:
        assert re.search(r"/(v\d+\.\d+\.\d+|[0-9a-f]{40})/", url), url


def test_metallb_is_read_with_a_token(shown: Shown) -> None:
    assert {(scrape.scheme, scrape.bearer_token) for scrape in shown.scrapes["metallb"]} == {("https", True)}
