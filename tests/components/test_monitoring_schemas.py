"""What monitoring is written in is what its CRDs accept, and expressions can be read."""

from __future__ import annotations

import copy
import re
from pathlib import Path

import pytest

from homelab_cdk.constructs import Lab
from homelab_cdk.model import ObjectKey
from tests.components.monitored import monitored
from tests.components.test_scraping import _tea
from tests.labs import Plain, bodies
from tests.repository.test_schemas import Judge, judge_by

CLOSING = {")": "(", "]": "[", "}": "{"}


@pytest.fixture(scope="module")
def lab() -> Lab:
    lab = monitored(nodes=3)
    tea = Plain(lab, "tea")
    tea.monitoring.scrape(_tea(), scheme="https", bearer_token=True, params={"format": ["text"]})
    return lab


@pytest.fixture(scope="module")
def judge(shared_dir: Path) -> Judge:
    return judge_by(shared_dir / "charts" / "kube-prometheus-stack" / "crds")


def test_every_monitor_and_rule_fits_its_crd(lab: Lab, judge: Judge) -> None:
    found = [body for body in bodies(lab) if body["apiVersion"].startswith("monitoring.coreos.com/")]
    assert {body["kind"] for body in found} == {"PodMonitor", "ServiceMonitor", "PrometheusRule"}
    assert [f"{ObjectKey.of(body)}: {problem}" for body in found for problem in judge(body)] == []


def test_an_unknown_field_of_a_monitor_is_refused(lab: Lab, judge: Judge) -> None:
    body = copy.deepcopy(next(body for body in bodies(lab) if body["kind"] == "PodMonitor"))
    body["spec"]["podMetricsEndpoints"][0]["madeUp"] = True
    assert any("madeUp" in problem for problem in judge(body))


def _balanced(expression: str) -> bool:
    """Whether quotes and brackets close; that is all that can be told without Prometheus' own parser."""
    open_: list[str] = []
    for character in re.sub(r'"(\\.|[^"\\])*"', "", expression):
        if character in CLOSING.values():
            open_.append(character)
        elif character in CLOSING and (not open_ or open_.pop() != CLOSING[character]):
            return False
    return not open_ and re.sub(r'"(\\.|[^"\\])*"', "", expression).count('"') == 0


@pytest.mark.parametrize("broken", ["sum(up", 'up{job="a"', 'up{job="a}', "sum(up))"])
def test_a_broken_expression_is_seen(broken: str) -> None:
    assert not _balanced(broken)


def test_every_expression_is_balanced(lab: Lab) -> None:
    rules = [
        rule
        for body in bodies(lab)
        if body["kind"] == "PrometheusRule"
        for group in body["spec"]["groups"]
        for rule in group["rules"]
    ]
    assert rules
    assert [rule["alert"] for rule in rules if not _balanced(rule["expr"])] == []
