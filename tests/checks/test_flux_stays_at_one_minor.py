from __future__ import annotations

import pytest

from homelab_cdk.constructs import Lab
from tests.checks.looking import found, lab_of, thing, with_crds

GROUP = "fluxcd.controlplane.io"


def lab(version: object) -> Lab:
    body = thing(f"{GROUP}/v1", "FluxInstance", "flux", namespace="app", spec={"distribution": {"version": version}})
    return with_crds(lab_of(body), GROUP, "FluxInstance")


@pytest.mark.parametrize("version", ["*", "2.x", ">=2.8.0", "^2.9.0", None, 2.9])
def test_versions_that_are_more_than_one_minor(version: object) -> None:
    assert found(lab(version), "HL271") == [
        f"app/fluxinstance-flux: FluxInstance.fluxcd.controlplane.io app/flux: spec.distribution.version is {version!r}, which"
        " is more than one minor; write one such as 2.9.x",
    ]


@pytest.mark.parametrize("version", ["2.9.x", "2.9.*", "2.9", "v2.9.1", "~2.9.0"])
def test_versions_of_one_minor(version: str) -> None:
    assert found(lab(version), "HL271") == []
