from __future__ import annotations

import json

import pytest

from homelab_cdk.constructs import Lab
from homelab_cdk.model import Body
from homelab_cdk.schemas import promql_is_here
from tests.checks.looking import found, lab_of, thing, told, with_crds

GROUP = "monitoring.coreos.com"

if not promql_is_here():
    pytest.skip("the library that reads PromQL is not installed", allow_module_level=True)


def rules(*expressions: object) -> Body:
    entries = [{"alert": f"Tea{number}", "expr": text} for number, text in enumerate(expressions)]
    spec = {"groups": [{"name": "tea", "rules": entries}]}
    return thing(f"{GROUP}/v1", "PrometheusRule", namespace="app", spec=spec)


def dashboard(*expressions: str, kind: str | None = "prometheus", row: bool = False, **labels: str) -> Body:
    source = {} if kind is None else {"datasource": {"type": kind, "uid": "${datasource}"}}
    panel = {"title": "Tea", "targets": [{"expr": text} for text in expressions], **source}
    content = {"panels": [{"title": "row", "panels": [panel]}] if row else [panel]}
    body = thing("v1", "ConfigMap", "tea", labels=labels or {"grafana_dashboard": "1"})
    return body | {"data": {"tea.json": json.dumps(content), "tea.txt": "sum("}}


def lab_with(*bodies: Body) -> Lab:
    return with_crds(lab_of(*bodies), GROUP, "PrometheusRule")


RULE = "app/prometheusrule-one: PrometheusRule.monitoring.coreos.com app/one"
BOARD = "app/configmap-tea: ConfigMap app/tea"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("sum(rate(cups_total[5m])", "unclosed left parenthesis"),
        ("rate(cups_total)", "expected type matrix in call to function 'rate', got vector"),
        ("rates(cups_total[5m])", "unknown function with name 'rates'"),
        ("cups_total{kind=green}", "unexpected identifier 'green' in label matching, expected string"),
        ('cups_total{kind=~"["}', "illegal regex for ["),
    ],
)
def test_an_alert_that_prometheus_cannot_read(text: str, problem: str) -> None:
    assert found(lab_with(rules("up", text)), "HL181") == [
        f"{RULE}: spec.groups[0].rules[1].expr (Tea1) is no PromQL: {problem}; correct the expression",
    ]


@pytest.mark.parametrize("row", [False, True])
def test_a_panel_that_prometheus_cannot_read(row: bool) -> None:
    assert found(lab_with(dashboard("up", "sum(cups_total", row=row)), "HL181") == [
        f"{BOARD}: data['tea.json'], panel 'Tea' is no PromQL: unclosed left parenthesis; correct the expression",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "rate(cups_total[$__rate_interval])",
        "increase(cups_total[${__range_s}s])",
        'cups_total{kind=~"${kind:regex}", pot="[[pot]]"}',
        "topk($most, sum by ($by) (rate(${metric}[$window])))",
        "$function(cups_total)",
        "cups_total $compared 3",
    ],
)
def test_variables_of_grafana_stand_for_something(text: str) -> None:
    lab = lab_with(dashboard(text))
    assert found(lab, "HL181") == []
    assert told(lab, "HL181") == []


def test_an_expression_that_nobody_can_tell_for_its_variables() -> None:
    lab = lab_with(dashboard("sum($query"))
    assert found(lab, "HL181") == []
    assert told(lab, "HL181") == [
        "ConfigMap app/tea: data['tea.json'], panel 'Tea' is no PromQL (unclosed left parenthesis), and what $query stands"
        " for is not known; ",
    ]


@pytest.mark.parametrize(
    "body",
    [
        rules("up", "sum by (kind) (rate(cups_total[5m])) > 3 unless on () absent(pot)", 1),
        rules(),
        dashboard("up"),
        dashboard('sum(count_over_time({app="tea"} |= "spilt" [5m]))', kind="loki"),
        dashboard("sum(", type="tea"),
        thing("v1", "ConfigMap", "tea", labels={"grafana_dashboard": "1"})
        | {"data": {"tea.json": "{", "b.json": "[]"}},
        thing("v1", "ConfigMap", "tea", labels={"grafana_dashboard": "1"})
        | {"data": {"tea.json.url": "https://example.com/tea.json"}},
    ],
    ids=["alerts", "none", "a panel", "another data source", "no dashboard", "no JSON", "a dashboard elsewhere"],
)
def test_what_prometheus_can_read(body: Body) -> None:
    lab = lab_with(body)
    assert found(lab, "HL181") == []
    assert told(lab, "HL181") == []


def test_rules_of_loki_in_the_same_kind_of_object() -> None:
    lab = lab_with(rules('sum(rate({app="tea"} |= "spilt" [5m])) > 1'))
    assert found(lab, "HL181") == []
    assert told(lab, "HL181") == [
        "PrometheusRule.monitoring.coreos.com app/one: spec.groups[0].rules[0].expr (Tea0) is no PromQL (unexpected"
        " character: '|'), and it filters lines as Loki's language does; ",
    ]


def test_a_panel_of_a_data_source_that_does_not_say_what_it_is() -> None:
    lab = lab_with(dashboard("rate(cups_total)", kind=None))
    assert found(lab, "HL181") == []
    [reason] = told(lab, "HL181")
    assert "and what kind its data source is of does not stand there" in reason


def test_a_lab_with_another_language_of_metrics() -> None:
    agent = thing("operator.victoriametrics.com/v1beta1", "VMAgent", namespace="app")
    lab = with_crds(lab_with(rules("rate(cups_total)"), agent), "operator.victoriametrics.com", "VMAgent")
    assert found(lab, "HL181") == []
    [reason] = told(lab, "HL181")
    assert "and the lab has objects of VictoriaMetrics, whose language has more" in reason


@pytest.mark.parametrize("is_here", [True, False])
def test_what_reads_promql_is_not_installed(is_here: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("every_expression_is_promql", "schemas_can_be_checked"):
        monkeypatch.setattr(f"homelab_cdk.checks.{module}.promql_is_here", lambda: is_here)
    lab = lab_with(rules("sum("), dashboard("sum("))
    assert len(found(lab, "HL181")) == 2 * is_here
    assert told(lab, "HL181") == [
        "PrometheusRule, ConfigMap: the library that reads PromQL is not installed; pip install promql-parser"
    ] * (not is_here)
    assert found(lab, "HL155") == [
        "lab: PrometheusRule, ConfigMap: expressions in PromQL are not read, because the library that reads them is not"
        " installed; pip install promql-parser",
    ] * (not is_here)
