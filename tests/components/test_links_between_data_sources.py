"""From a line to its trace, and from a span to its logs and metrics: links between Grafana's data sources."""

from __future__ import annotations

import re

import pytest

from homelab_cdk.constructs import AlertRule, Lab, MetricsCollector, Scrape, UnitChart
from tests.components.telemetry import LOGS, TRACES, board_of, lab_of

EITHER_ORDER = pytest.mark.parametrize("answers", [(LOGS, TRACES), (TRACES, LOGS)], ids=["logs-first", "traces-first"])


class _Collector(MetricsCollector):
    def __init__(self) -> None:
        super().__init__(name="collector")
        self.scraped: dict[str, Scrape] = {}
        self.alerts: dict[str, list[AlertRule]] = {}

    def scrape(self, owner: UnitChart, scrape: Scrape) -> None:
        self.scraped[owner.path] = scrape

    def alert(self, owner: UnitChart, name: str, rules: object) -> None:
        assert isinstance(rules, list)
        self.alerts[owner.path] = rules


def _collected(lab: Lab) -> _Collector:
    collector = _Collector()
    lab.surroundings.capabilities.provide(collector)
    return collector


@EITHER_ORDER
def test_a_line_leads_to_its_trace(answers: tuple[tuple[str, str], ...]) -> None:
    source = board_of(lab_of(*answers)).sources["loki"]
    fields = source.settings["derivedFields"]
    assert [field["matcherType"] for field in fields] == ["label", "regex"]
    assert {field["datasourceUid"] for field in fields} == {"jaeger"}
    assert {field["url"] for field in fields} == {"$${__value.raw}"}


@pytest.mark.parametrize(
    "line",
    [
        "level=info trace_id=6466516c9e1a556422df7a84c0ade6b0 msg=done",
        '{"level":"info","traceId":"6466516c9e1a556422df7a84c0ade6b0"}',
        '{"TraceID": "6466516c9e1a556422df7a84c0ade6b0"}',
    ],
)
def test_a_trace_is_found_in_the_text_of_a_line(line: str) -> None:
    [_, field] = board_of(lab_of(LOGS, TRACES)).sources["loki"].settings["derivedFields"]
    found = re.search(field["matcherRegex"], line)
    assert found is not None
    assert found[1] == "6466516c9e1a556422df7a84c0ade6b0"


@EITHER_ORDER
def test_a_span_leads_to_the_logs_of_its_pod(answers: tuple[tuple[str, str], ...]) -> None:
    source = board_of(lab_of(*answers)).sources["jaeger"]
    link = source.settings["tracesToLogsV2"]
    assert link["datasourceUid"] == "loki"
    assert link["tags"] == [
        {"key": "k8s.namespace.name", "value": "namespace"},
        {"key": "k8s.pod.name", "value": "pod"},
    ]


def test_there_are_no_links_to_what_the_lab_does_not_have() -> None:
    assert board_of(lab_of(LOGS)).sources["loki"].settings == {}
    assert board_of(lab_of(TRACES)).sources["jaeger"].settings == {"nodeGraph": {"enabled": True}}


def test_data_sources_are_where_the_services_are() -> None:
    sources = board_of(lab_of(LOGS, TRACES)).sources
    assert {uid: source.url for uid, source in sources.items()} == {
        "loki": "http://loki.loki.svc:3100",
        "jaeger": "http://jaeger.jaeger.svc:16686",
    }
    assert {uid: source.endpoint.port for uid, source in sources.items()} == {"loki": 3100, "jaeger": 16686}


def test_each_of_them_shows_metrics_and_has_alerts() -> None:
    collector = _collected(lab_of(LOGS, TRACES))
    assert {path: scrape.endpoint.port for path, scrape in collector.scraped.items()} == {
        "loki": 3100,
        "alloy": 12345,
        "jaeger": 8888,
        "opentelemetry-collector": 8888,
    }
    for path, rules in collector.alerts.items():
        assert rules
        assert all(f'namespace="{path}"' in rule.expr for rule in rules), path


def test_dashboards_of_upstream_come_from_a_version_that_does_not_change() -> None:
    board = board_of(lab_of(LOGS, TRACES))
    urls = [dashboard.url for dashboard in board.dashboards if dashboard.url]
    assert len(urls) == 4
    assert all(re.search(r"/(v\d+\.\d+\.\d+|[0-9a-f]{40})/", url) for url in urls)


def test_own_dashboards_let_people_choose_the_data_source() -> None:
    board = board_of(lab_of(LOGS))
    own = [dashboard for dashboard in board.dashboards if dashboard.content is not None]
    assert [dashboard.name for dashboard in own] == ["logs", "loki"]
    for dashboard in own:
        assert dashboard.content is not None
        assert {panel["datasource"]["uid"] for panel in dashboard.content["panels"]} == {"$datasource"}
