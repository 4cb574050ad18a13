from __future__ import annotations

from homelab_cdk.constructs import Lab, UnitChart
from tests.checks.looking import found
from tests.labs import config_map


def chain(length: int) -> Lab:
    lab = Lab()
    before: UnitChart | None = None
    for number in range(1, length + 1):
        chart = UnitChart(lab, f"step-{number}", namespace="default")
        chart.add_manifest(config_map(f"settings-{number}"))
        if before is not None:
            chart.needs.append(before)
        before = chart
    return lab


def test_five_units_in_a_chain() -> None:
    assert found(chain(5), "HL301") == [
        "step-5: unit step-5: it is the end of a chain of 5 units, at most 4 keep a commit quick: step-5 waits for"
        " step-4 waits for step-3 waits for step-2 waits for step-1; leave out those of its `needs` that it starts"
        " without, or split a component; `homelab graph` shows why each waits",
    ]


def test_four_units_in_a_chain() -> None:
    assert found(chain(4), "HL301") == []
