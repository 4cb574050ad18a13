"""A dependency declared through cdk8s is refused: the order is inferred."""

from __future__ import annotations

import cdk8s
import constructs
import pytest

from homelab_cdk._errors import BuildError
from homelab_cdk.constructs import Lab, UnitChart
from homelab_cdk.synth._collect import collect
from tests.constructs.conftest import Counting, crossings as crossings
from tests.labs import Plain, config_map

REASON = "cdk8s expands dependencies into object pairs and takes exponential time; the order of units is inferred"


def _foreign(lab: Lab, name: str) -> cdk8s.Chart:
    chart = cdk8s.Chart(lab, name, namespace="default")
    cdk8s.ApiObject(chart, "settings", api_version="v1", kind="ConfigMap")
    return chart


def test_our_chart_refuses_at_once() -> None:
    lab = Lab()
    one, other = UnitChart(lab, "one"), UnitChart(lab, "other")
    with pytest.raises(BuildError, match=r"^one: add_dependency is not supported: .* append the other one to `needs`$"):
        one.add_dependency(other)


def test_our_chart_by_its_node() -> None:
    lab = Lab()
    one, other = Plain(lab, "one"), Plain(lab, "other")
    one.node.add_dependency(other)
    with pytest.raises(BuildError, match="^one: add_dependency on other is not supported: " + REASON):
        collect(lab)


def test_our_manifest() -> None:
    chart = UnitChart(Lab(), "app")
    one, other = chart.add_manifest(config_map("one")), chart.add_manifest(config_map("other"))
    one.add_dependency(other)
    with pytest.raises(BuildError, match="^app/configmap-one: add_dependency on app/configmap-other is not supported"):
        collect(chart.scope)  # type: ignore[arg-type]  # the scope is the lab


def test_a_foreign_chart() -> None:
    lab = Lab()
    one, other = _foreign(lab, "one"), _foreign(lab, "other")
    one.add_dependency(other)
    with pytest.raises(BuildError, match="^one: add_dependency on other is not supported: " + REASON):
        collect(lab)


def test_a_foreign_construct_on_ours() -> None:
    lab = Lab()
    app = Plain(lab, "app")
    constructs.Construct(app, "foreign").node.add_dependency(app)
    with pytest.raises(BuildError, match="^app/foreign: add_dependency on app is not supported"):
        collect(lab)


def test_refusing_is_linear(crossings: Counting) -> None:
    """A chain of charts, whose object pairs cdk8s would square at each step, costs the same for each link."""

    def cost(length: int) -> int:
        lab = Lab()
        charts = [_foreign(lab, f"chart-{number}") for number in range(length)]
        for one, other in zip(charts, charts[1:], strict=False):
            one.add_dependency(other)
        with crossings() as sent, pytest.raises(BuildError, match="chart-0: add_dependency on chart-1"):
            collect(lab)
        return len(sent)

    def cost_without(length: int) -> int:
        lab = Lab()
        for number in range(length):
            _foreign(lab, f"chart-{number}")
        with crossings() as sent:
            collect(lab)
        return len(sent)

    assert cost(40) <= 2 * cost(20)
    assert cost(40) <= cost_without(40)
