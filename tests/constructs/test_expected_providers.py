"""What the lab will have, although it is not built yet."""

from __future__ import annotations

from dataclasses import replace

from homelab_cdk.components import load_components
from homelab_cdk.constructs import Capability, Lab, LoadBalancer, PostgresServer, UnitChart
from homelab_cdk.model import LabConfig
from homelab_cdk.synth._build import build_lab
from tests.labs import chosen


class Tea(Capability):
    title = "tea"


def test_a_provider_that_is_built_is_expected() -> None:
    lab = Lab()
    guest, kitchen = UnitChart(lab, "guest"), UnitChart(lab, "kitchen")
    assert guest.expected(Tea) is None
    kitchen.provide(Tea(name="tea", provider=kitchen))
    assert guest.expected(Tea) == "kitchen"


def test_a_provider_that_is_planned_is_expected_before_it_is_built() -> None:
    lab = Lab()
    lab.surroundings.capabilities.plan([("garden", ()), ("kitchen", (Tea,)), ("cellar", (Tea,))])
    assert UnitChart(lab, "guest").expected(Tea) == "kitchen"


def test_the_components_of_the_file_are_planned() -> None:
    load_components()
    lab = build_lab(LabConfig.sample(components=(chosen("loadBalancer", "metallb"),)))
    assert UnitChart(lab, "guest").expected(LoadBalancer) == "metallb"
    assert UnitChart(lab, "visitor").expected(Tea) is None


def test_what_comes_in_a_later_phase_is_not_expected() -> None:
    load_components()
    config = LabConfig.sample(components=(chosen("databases", "postgresql", "main"),))
    lab = build_lab(replace(config, phase=1))
    assert not [chart for chart in lab.unit_charts if chart.construct_id.startswith("postgresql")]
    assert UnitChart(lab, "guest").expected(PostgresServer) is None
