from __future__ import annotations

from homelab_cdk.components.flux import Flux
from homelab_cdk.constructs import Lab
from tests.checks.looking import found, lab_of, thing, with_crds

GROUP = "fluxcd.controlplane.io"
RELEASE = thing("helm.toolkit.fluxcd.io/v2", "HelmRelease", "tea", namespace="app", spec={})


def lab_with(*components: str) -> Lab:
    """A HelmRelease, and a Flux with these controllers."""
    spec = {"components": list(components)}
    instance = thing(f"{GROUP}/v1", "FluxInstance", "flux", namespace="flux-system", spec=spec)
    return with_crds(lab_of(instance, RELEASE), GROUP, "FluxInstance")


def test_a_release_without_its_controller() -> None:
    assert found(lab_with("source-controller", "kustomize-controller"), "HL270") == [
        "app/fluxinstance-flux-system-flux: FluxInstance.fluxcd.controlplane.io flux-system/flux: spec.components has no"
        " helm-controller, which HelmRelease.helm.toolkit.fluxcd.io app/tea needs; add it",
    ]


def test_the_controllers_that_are_needed() -> None:
    assert found(lab_with("source-controller", "kustomize-controller", "helm-controller"), "HL270") == []


def test_those_that_come_by_default() -> None:
    assert found(lab_with(), "HL270") == []


def test_the_component() -> None:
    lab = Lab()
    Flux(lab)
    assert found(lab, "HL270") == []
