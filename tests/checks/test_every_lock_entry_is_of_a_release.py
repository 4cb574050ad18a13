from __future__ import annotations

from homelab_cdk.model import ChartFacts
from tests.checks.looking import found
from tests.checks.releases import lab_of_release
from tests.labs import locked


def test_a_release_that_is_gone() -> None:
    lock = locked({"tea": ChartFacts(), "coffee": ChartFacts()})
    assert found(lab_of_release(ChartFacts(), lock=lock), "HL455") == [
        "coffee: the chart operator 1.2.3: homelab.lock tells of the release coffee, and the lab has no such release; run"
        " `homelab lock`, which takes it out",
    ]


def test_one_that_is_there() -> None:
    assert found(lab_of_release(ChartFacts()), "HL455") == []
