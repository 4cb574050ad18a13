from __future__ import annotations

import pytest

from homelab_cdk.constructs import Lab
from tests.checks.looking import found, lab_of, thing, with_crds

GROUP = "fluxcd.controlplane.io"


def instance(version: str) -> Lab:
    spec = {"distribution": {"version": version}}
    body = thing(f"{GROUP}/v1", "FluxInstance", "flux", namespace="flux-system", spec=spec)
    return with_crds(lab_of(body), GROUP, "FluxInstance")


def test_any_minor() -> None:
    assert found(instance("2.x"), "HL271") == [
        "app/fluxinstance-flux-system-flux: FluxInstance.fluxcd.controlplane.io flux-system/flux:"
        " spec.distribution.version is '2.x', which is more than one minor; write one such as 2.9.x",
    ]


@pytest.mark.parametrize("version", ["2.*", "^2.9.0", ">=2.9.0", "*", ""])
def test_other_ways_to_say_so(version: str) -> None:
    assert len(found(instance(version), "HL271")) == 1


@pytest.mark.parametrize("version", ["2.9.x", "2.9.*", "2.9", "v2.9.4", "~2.9.1"])
def test_patches_alone(version: str) -> None:
    assert found(instance(version), "HL271") == []
