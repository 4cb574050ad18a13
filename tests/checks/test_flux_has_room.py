"""Flux is of a size that its work fits into."""

from __future__ import annotations

from typing import Literal

import pytest

from homelab_cdk.components.flux import Flux
from homelab_cdk.constructs import Lab
from tests.checks.looking import found
from tests.labs import Plain


def lab_with(apps: int, size: Literal["small", "medium", "large"]) -> Lab:
    """A lab with these apps and a Flux, which makes two units."""
    lab = Lab()
    Flux(lab, size=size)
    for number in range(apps):
        Plain(lab, f"app-{number}")
    return lab


def test_more_units_than_the_small_size_is_for() -> None:
    assert found(lab_with(49, "small"), "HL212") == [
        "flux: FluxInstance flux-system/flux: the lab has 51 units, and the size small is meant for up to 50; set"
        " `gitOps: {flux: {size: medium}}` in homelab.yaml",
    ]


@pytest.mark.parametrize(("apps", "size"), [(48, "small"), (49, "medium"), (49, "large")])
def test_enough_room(apps: int, size: Literal["small", "medium", "large"]) -> None:
    assert found(lab_with(apps, size), "HL212") == []


def test_a_lab_without_flux_in_its_tree_is_given_what_it_needs() -> None:
    lab = Lab()
    for number in range(60):
        Plain(lab, f"app-{number}")
    assert found(lab, "HL212") == []
