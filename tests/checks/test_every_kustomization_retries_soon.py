from __future__ import annotations

import pytest

from homelab_cdk.components.gateway_api import GatewayApiCrds
from homelab_cdk.constructs import Lab
from tests.checks.bare import kustomization, told
from tests.checks.looking import found, lab_of, thing


def test_a_kustomization_with_the_defaults_of_flux() -> None:
    lab = lab_of(thing("kustomize.toolkit.fluxcd.io/v1", "Kustomization", namespace="app", spec={"interval": "1h"}))
    assert found(lab, "HL209") == [
        "app/kustomization-one: Kustomization.kustomize.toolkit.fluxcd.io app/one: its spec has no timeout and no"
        " retryInterval, so that Flux takes the interval; write timeout: 5m and retryInterval: 2m",
    ]


def test_a_kustomization_of_ours() -> None:
    lab = Lab()
    GatewayApiCrds(lab)
    assert found(lab, "HL209") == []


@pytest.mark.parametrize(("interval", "expected"), [("5m", 0), ("10m", 0), ("11m", 1), (None, 1)])
def test_a_short_interval_is_soon_enough(interval: str | None, expected: int) -> None:
    assert len(told("HL209", kustomization(interval=interval))) == expected
