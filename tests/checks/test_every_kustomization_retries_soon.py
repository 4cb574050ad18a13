from __future__ import annotations

from homelab_cdk.components.gateway_api import GatewayApiCrds
from homelab_cdk.constructs import Lab
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
