"""Two thousand units cost ten times what two hundred do."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from homelab_cdk.constructs import Lab, UnitChart
from homelab_cdk.order import Item, arrange, find_cycle, levels
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


def _fastest(work: Work) -> float:
    times = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


@pytest.mark.parametrize("step", ["arrange", "find a cycle", "levels"])
def test_the_cost_of_a_unit_does_not_grow_with_their_number(step: str) -> None:
    def prepared(units: int) -> Work:
        charts, items = _lab(units)
        graph = {unit.name: list(unit.depends_on) for unit in arrange(charts, items)}
        steps: dict[str, Work] = {
            "arrange": lambda: arrange(charts, items),
            "find a cycle": lambda: find_cycle(graph),
            "levels": lambda: levels(graph),
        }
        return steps[step]

    few, many = _fastest(prepared(200)), _fastest(prepared(2_000))
    # linear is 10, quadratic is 100; the rest is for a machine that does something else as well
    assert many / few < 35, f"10 times the units cost {many / few:.0f} times as much"


def test_an_edge_is_counted_once_however_many_objects_need_it() -> None:
    lab = Lab()
    Plain(lab, "crds").add_manifest(crd("Tea", "tea.example.com"))
    app = Plain(lab, "app")
    for number in range(50):
        app.add_manifest(custom("Tea", "tea.example.com", name=f"tea-{number}", namespace="app"))
    charts, items = collect(lab)
    [unit] = [unit for unit in arrange(charts, items) if unit.name == "app"]
    assert list(unit.depends_on) == ["crds"]
    assert len(unit.depends_on["crds"]) == 50, "one reason for each object, for people"
