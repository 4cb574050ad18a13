"""Two components may use each other, whichever is built first."""

from __future__ import annotations

from homelab_cdk.components import load_components
from homelab_cdk.constructs import Capability, Lab, StorageClass, UnitChart
from homelab_cdk.model import LabConfig
from homelab_cdk.synth._build import build_lab
from tests.labs import chosen


class Tea(Capability):
    title = "tea"


def _wish(lab: Lab) -> list[str]:
    served: list[str] = []
    UnitChart(lab, "guest").when(Tea, lambda tea: served.append(tea.name))
    return served


def _serve(lab: Lab, name: str) -> None:
    chart = UnitChart(lab, name)
    chart.provide(Tea(name=name, provider=chart))


def test_a_wish_is_granted_at_once_where_the_provider_stands_already() -> None:
    lab = Lab()
    _serve(lab, "kitchen")
    assert _wish(lab) == ["kitchen"]


def test_a_wish_is_granted_when_the_provider_comes() -> None:
    lab = Lab()
    served = _wish(lab)
    assert served == []
    _serve(lab, "kitchen")
    assert served == ["kitchen"]


def test_a_wish_is_granted_once() -> None:
    lab = Lab()
    served = _wish(lab)
    _serve(lab, "kitchen")
    _serve(lab, "garden")
    assert served == ["kitchen"]


def test_the_preferred_provider_is_the_first_wherever_it_was_built() -> None:
    lab = Lab()
    lab.surroundings.capabilities.prefer(["second", "first"])
    for id in ("first", "second", "other"):
        chart = UnitChart(lab, id)
        chart.provide(StorageClass(name=id, provider=chart))
    assert [item.name for item in lab.surroundings.capabilities.all(StorageClass)] == ["second", "first", "other"]


def test_the_order_of_the_file_is_the_order_of_preference() -> None:
    load_components()
    config = LabConfig.sample(components=(chosen("secrets", "external-secrets"), chosen("loadBalancer", "metallb")))
    lab = build_lab(config)
    assert [chart.construct_id for chart in lab.unit_charts] == ["metallb", "external-secrets"]
    rank = lab.surroundings.capabilities._rank
    assert rank == {"external-secrets": 0, "metallb": 1}
