from __future__ import annotations

import pytest

from homelab_cdk.components.flux import Flux
from homelab_cdk.constructs import Lab
from homelab_cdk.model import Body
from tests.checks.looking import found, lab_of, thing, with_crds

GROUP = "fluxcd.controlplane.io"


def instance(cluster: Body) -> Lab:
    body = thing(f"{GROUP}/v1", "FluxInstance", "flux", namespace="flux-system", spec={"cluster": cluster})
    return with_crds(lab_of(body), GROUP, "FluxInstance")


def test_an_instance_that_is_open() -> None:
    assert found(instance({"networkPolicy": False}), "HL266") == [
        f"app/fluxinstance-flux-system-flux: FluxInstance.{GROUP} flux-system/flux: spec.cluster.networkPolicy is false, so"
        " that every pod reaches Flux's controllers; leave it out, and let in who needs them by a NetworkPolicy of its own",
    ]


@pytest.mark.parametrize("cluster", [{"networkPolicy": True}, {}], ids=["said so", "by default"])
def test_an_instance_that_is_closed(cluster: Body) -> None:
    assert found(instance(cluster), "HL266") == []


def test_the_component() -> None:
    lab = Lab()
    Flux(lab)
    assert found(lab, "HL266") == []
