from __future__ import annotations

import pytest

from homelab_cdk.model import ChartFacts
from tests.checks.looking import found
from tests.checks.releases import lab_of_release


def of(size: int) -> tuple[list[str], list[str]]:
    lab = lab_of_release(ChartFacts(release_size=size))
    return found(lab, "HL453"), found(lab, "HL454")


def test_a_record_that_no_secret_holds() -> None:
    assert of(1_200_000) == (
        [
            "tea: the chart operator 1.2.3: the record of its release takes about 1,200 kB, and a Secret holds 1,049 kB; turn"
            " off what is not needed in the values, or let it be delivered as plain manifests (`delivery: rendered`)",
        ],
        [],
    )


def test_one_that_just_fits() -> None:
    # Calico's CRDs, by the estimate of `homelab lock`
    assert of(950_000) == (
        [],
        [
            "tea: the chart operator 1.2.3: the record of its release takes about 950 kB of the 1,049 kB that a Secret holds;"
            " turn off what is not needed in the values, or let it be delivered as plain manifests (`delivery: rendered`)",
        ],
    )


@pytest.mark.parametrize("size", [0, 10_000, 700_000])
def test_one_with_room(size: int) -> None:
    assert of(size) == ([], [])
