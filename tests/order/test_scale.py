"""Ten times the units cost ten times the work, counted in lines that Python runs and not in time."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from homelab_cdk.constructs import Lab, UnitChart
from homelab_cdk.order import Item, arrange, find_cycle, levels, reduced
from homelab_cdk.synth._collect import collect
from tests.labs import Plain, config_map, crd, custom

Work = Callable[[], object]


def _lab(units: int) -> tuple[list[UnitChart], list[Item]]:
    """Apps that each bring a CRD, use that of an earlier one, and live in each other's namespaces."""
    lab = Lab()
    for number in range(units):
        app = Plain(lab, f"app-{number}")
        app.add_manifest(crd(f"Kind{number}", "many.example.com"))
        app.add_manifest(custom(f"Kind{number // 2}", "many.example.com", namespace=f"app-{number // 3}"))
        app.add_manifest(config_map())
    return collect(lab)


def _lines(work: Work) -> int:
    count = 0

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def _collecting(units: int) -> Work:
    lab = _lab(units)[0][0].scope
    assert isinstance(lab, Lab)
    return lambda: collect(lab)


def _arranging(units: int) -> Work:
    charts, items = _lab(units)
    return lambda: arrange(charts, items)


def _on_graph(step: Callable[[dict[str, list[str]]], object]) -> Callable[[int], Work]:
    def prepare(units: int) -> Work:
        graph = {unit.name: list(unit.depends_on) for unit in arrange(*_lab(units))}
        return lambda: step(graph)

    return prepare


STEPS = {
    "build": lambda units: lambda: _lab(units),
    "collect": _collecting,
    "arrange": _arranging,
    "find a cycle": _on_graph(find_cycle),
    "levels": _on_graph(levels),
    "reduced": _on_graph(reduced),
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS.keys())
def test_the_work_for_a_unit_does_not_grow_with_their_number(step: Callable[[int], Work]) -> None:
    few, many = _lines(step(40)), _lines(step(400))
    assert many / few < 12, f"10 times the units are {many / few:.1f} times the work"


def test_the_work_for_a_reason_does_not_grow_with_their_number() -> None:
    def arranging(objects: int) -> Work:
        lab = Lab()
        Plain(lab, "crds").add_manifest(crd("Tea", "tea.example.com"))
        app = Plain(lab, "app")
        for number in range(objects):
            app.add_manifest(custom("Tea", "tea.example.com", name=f"tea-{number}", namespace="app"))
        charts, items = collect(lab)
        return lambda: arrange(charts, items)

    few, many = _lines(arranging(40)), _lines(arranging(400))
    assert many / few < 12, f"10 times the objects are {many / few:.1f} times the work"


def test_each_object_that_needs_a_unit_is_a_reason_of_one_edge() -> None:
    lab = Lab()
    Plain(lab, "crds").add_manifest(crd("Tea", "tea.example.com"))
    app = Plain(lab, "app")
    for number in range(50):
        app.add_manifest(custom("Tea", "tea.example.com", name=f"tea-{number}", namespace="app"))
    [unit] = [unit for unit in arrange(*collect(lab)) if unit.name == "app"]
    assert list(unit.depends_on) == ["crds"]
    assert len(unit.depends_on["crds"]) == 50
