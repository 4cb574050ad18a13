"""Flux as its operator makes it, and what it shows of itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from homelab_cdk._errors import BuildError
from homelab_cdk.components.flux import Flux, FluxSize
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

MEBI = 1024**2

METRICS = {
    "flux_resource_info",
    "flux_instance_info",
    "flux_operator_info",
    "controller_runtime_max_concurrent_reconciles",
}
"""What the operator and every controller give (sources: flux-operator's `internal/reporter/metrics.go`, and its dashboard of
the controllers)."""


@pytest.mark.parametrize(("size", "memory", "limit"), [("small", 64, 512), ("medium", 128, 1024), ("large", 256, 3072)])
def test_the_controllers_request_what_their_size_says(size: FluxSize, memory: int, limit: int) -> None:
    """The figures are those of `internal/builder/profiles.go` in flux-operator."""
    children = {child.name: child.containers[0] for child in Flux(Lab(), size=size).children}
    assert set(children) == {"source-controller", "kustomize-controller", "helm-controller", "notification-controller"}
    kustomize = children["kustomize-controller"]
    assert (kustomize.cpu_request, kustomize.memory_request) == (100, memory * MEBI)
    assert kustomize.memory_limit == limit * MEBI


def test_the_components_of_the_instance_are_the_controllers_that_run() -> None:
    flux = Flux(Lab())
    assert flux.instance.body["spec"]["components"] == [child.name for child in flux.children]


def test_nobody_looks_for_flux_elsewhere() -> None:
    with pytest.raises(BuildError, match="looks for Flux in flux-system; leave the option out"):
        Flux(Lab(), namespace="flux")


class Collector(MetricsCollector, Dashboards):
    """Keeps what it is shown."""

    def __init__(self) -> None:
        super().__init__(name="collector")
        self.scrapes: list[Scrape] = []
        self.rules: list[AlertRule] = []
        self.dashboards: list[Dashboard] = []

    def scrape(self, owner: UnitChart, scrape: Scrape) -> None:
        self.scrapes.append(scrape)

    def alert(self, owner: UnitChart, name: str, rules: Sequence[AlertRule]) -> None:
        self.rules.extend(rules)

    def dashboard(self, owner: UnitChart, dashboard: Dashboard) -> None:
        self.dashboards.append(dashboard)

    def data_source(self, owner: UnitChart, source: DataSource) -> None:
        raise AssertionError("Flux offers no data")


@pytest.fixture
def collector() -> Collector:
    lab, collector = Lab(), Collector()
    Flux(lab)
    lab.surroundings.capabilities.provide(collector)
    return collector


def test_the_controllers_and_the_operator_are_scraped(collector: Collector) -> None:
    assert [(dict(item.endpoint.pods.labels), item.endpoint.port) for item in collector.scrapes] == [
        ({"app.kubernetes.io/part-of": "flux"}, 8080),
        ({"app.kubernetes.io/instance": "flux-operator", "app.kubernetes.io/name": "flux-operator"}, 8080),
    ]


def test_every_controller_is_among_the_pods_that_are_scraped(collector: Collector) -> None:
    wanted = set(collector.scrapes[0].endpoint.pods.labels.items())
    for child in Flux(Lab()).children:
        assert wanted <= set(child.labels)
        assert child.port(collector.scrapes[0].endpoint.port) == 8080


def test_alerts_are_made_of_metrics_that_flux_gives(collector: Collector) -> None:
    used = {name for rule in collector.rules for name in re.findall(r"\b(\w+)\{|absent\((\w+)\)", rule.expr)}
    assert {name for pair in used for name in pair if name} == METRICS


def test_what_somebody_suspended_does_not_wake_anybody(collector: Collector) -> None:
    for rule in collector.rules:
        if "flux_resource_info" in rule.expr and rule.name != "FluxSuspended":
            assert 'suspended!="True"' in rule.expr


def test_dashboards_are_upstream_s_and_pinned(collector: Collector) -> None:
    for dashboard in collector.dashboards:
        assert re.search(r"/(v\d+\.\d+\.\d+|[0-9a-f]{40})/", dashboard.url)


def test_the_instance_lets_metrics_in() -> None:
    """Its own policies admit port 8080 from every namespace (source: flux-operator, `config/data/flux/v2.9.4`)."""
    assert Flux(Lab()).instance.body["spec"]["cluster"]["networkPolicy"] is True
