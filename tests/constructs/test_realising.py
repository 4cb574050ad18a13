"""When a construct below a lab gets its counterpart in Node.js."""

from __future__ import annotations

import cdk8s
import constructs
import pytest

from homelab_cdk.constructs import Lab, Manifest, UnitChart
from homelab_cdk.synth._collect import collect
from tests.labs import config_map

from .conftest import Counting


def _built() -> tuple[Lab, UnitChart, Manifest]:
    lab = Lab()
    chart = UnitChart(lab, "chart")
    return lab, chart, chart.add_manifest(config_map())


def test_nothing_is_realised_by_itself() -> None:
    lab, chart, manifest = _built()
    assert not lab.is_reached and not chart.is_reached and not manifest.is_reached


def test_reading_the_node_reaches_the_construct_and_all_beneath() -> None:
    lab, chart, manifest = _built()
    assert chart.node.path == "chart"
    assert chart.is_reached and manifest.is_reached
    assert not lab.is_reached


def test_reading_the_node_of_a_child_leaves_its_siblings_alone() -> None:
    _, chart, manifest = _built()
    other = chart.add_manifest(config_map("other"))
    assert manifest.node.path == "chart/configmap-settings"
    assert manifest.is_reached and not chart.is_reached and not other.is_reached


def test_a_foreign_child_reaches_its_scope() -> None:
    _, chart, manifest = _built()
    constructs.Construct(chart, "foreign")
    assert chart.is_reached and manifest.is_reached


def test_what_is_added_later_is_realised_at_once(crossings: Counting) -> None:
    _, chart, _ = _built()
    assert chart.node.id == "chart"
    with crossings() as sent:
        later = chart.add_manifest(config_map("later"))
    assert "CreateRequest" in sent
    assert later.is_reached


def test_realising_twice_creates_once(crossings: Counting) -> None:
    _, chart, manifest = _built()
    with crossings() as sent:
        first = chart.node, manifest.node, chart.node
        assert len(first) == 3
    assert sent.count("CreateRequest") == 3  # the lab, the chart, the manifest
    assert [child.node.id for child in chart.node.children] == ["configmap-settings"]


def test_children_keep_their_order_in_node() -> None:
    lab = Lab()
    chart = UnitChart(lab, "chart")
    for name in ("b", "a", "c"):
        chart.add_manifest(config_map(name))
    found = [child.node.id for child in chart.node.children]
    assert found == ["configmap-b", "configmap-a", "configmap-c"]


def test_jsii_gives_back_the_very_objects() -> None:
    lab, chart, manifest = _built()
    assert cdk8s.Chart.of(manifest) is chart
    assert cdk8s.App.of(manifest) is lab
    assert chart.node.root is lab
    assert list(map(id, chart.node.find_all())) == [id(chart), id(manifest)]
    assert manifest.node.scope is chart
    assert isinstance(chart, cdk8s.Chart)
    assert isinstance(chart, constructs.Construct)
    assert isinstance(manifest, cdk8s.ApiObject)
    assert isinstance(lab, cdk8s.App)


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_the_path_in_python_is_that_in_node(depth: int) -> None:
    scope: constructs.Construct = Lab()
    for number in range(depth):
        scope = UnitChart(scope, f"level-{number}")
        assert isinstance(scope, UnitChart)
        assert scope.path == "/".join(f"level-{level}" for level in range(number + 1))
    assert isinstance(scope, UnitChart)
    assert scope.node.path == scope.path


def test_the_path_below_a_foreign_construct_is_that_in_node() -> None:
    lab = Lab()
    chart = UnitChart(constructs.Construct(lab, "team"), "app")
    assert chart.path == "team/app"


def test_names_read_through_node_are_the_manifest_s_own() -> None:
    _, chart, manifest = _built()
    assert (manifest.api_version, manifest.kind, manifest.name) == ("v1", "ConfigMap", "settings")
    assert manifest.metadata.namespace == "chart"
    assert chart.namespace == "chart"


def test_collecting_a_realised_lab_gives_what_an_unrealised_one_gives() -> None:
    quiet, lively = _built()[0], _built()[0]
    assert lively.node.path == ""
    assert lively.is_reached
    assert [item.body for item in collect(lively)[1]] == [item.body for item in collect(quiet)[1]]
    assert [item.path for item in collect(lively)[1]] == [item.path for item in collect(quiet)[1]]
