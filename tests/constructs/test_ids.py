"""Construct ids are unique within their scope."""

from __future__ import annotations

import constructs
import pytest

from homelab_cdk._errors import BuildError
from homelab_cdk.constructs import Lab, Manifest, UnitChart
from tests.labs import config_map, custom


def test_two_apps_of_one_name_are_refused() -> None:
    lab = Lab()
    UnitChart(lab, "app")
    with pytest.raises(BuildError, match=r"^the lab already has a construct 'app'; ids are unique within their scope"):
        UnitChart(lab, "app")


def test_two_objects_of_one_name_are_refused() -> None:
    chart = UnitChart(Lab(), "app")
    chart.add_manifest(config_map())
    with pytest.raises(BuildError, match=r"^app already has a construct 'configmap-settings'"):
        chart.add_manifest(config_map())


def test_an_id_is_not_empty() -> None:
    with pytest.raises(BuildError, match="a construct in the lab has an empty id"):
        UnitChart(Lab(), "")


def test_a_foreign_construct_cannot_take_an_id_of_ours() -> None:
    lab = Lab()
    UnitChart(lab, "app")
    with pytest.raises(RuntimeError, match="There is already a Construct with name 'app'"):
        constructs.Construct(lab, "app")


def test_the_default_id_is_kind_and_name() -> None:
    chart = UnitChart(Lab(), "app")
    assert chart.add_manifest(config_map("one")).construct_id == "configmap-one"


def test_the_default_id_names_another_namespace() -> None:
    chart = UnitChart(Lab(), "app")
    body = config_map("one")
    body["metadata"]["namespace"] = "elsewhere"
    assert chart.add_manifest(body).construct_id == "configmap-elsewhere-one"


def test_objects_that_differ_in_their_group_alone_stand_side_by_side() -> None:
    chart = UnitChart(Lab(), "app")
    first = chart.add_manifest(custom("Cluster", "postgresql.cnpg.io", namespace="app"))
    second = chart.add_manifest(custom("Cluster", "cluster.x-k8s.io", namespace="app"))
    assert (first.construct_id, second.construct_id) == ("cluster-one", "cluster.cluster.x-k8s.io-one")


def test_a_manifest_does_not_stand_in_the_lab_itself() -> None:
    with pytest.raises(BuildError, match="the manifest 'loose' stands in the lab itself; add it to an app"):
        Manifest(Lab(), "loose", body=config_map())
