from __future__ import annotations

from homelab_cdk.constructs import Lab
from homelab_cdk.model import Body
from tests.checks.looking import found, lab_of, thing, with_crds

INSTANCES, ALERTS = "fluxcd.controlplane.io", "notification.toolkit.fluxcd.io"
ALL = ("source-controller", "kustomize-controller", "helm-controller", "notification-controller")


def lab(*components: str, more: tuple[Body, ...] = ()) -> Lab:
    spec = {"components": list(components)} if components else {}
    instance = thing(f"{INSTANCES}/v1", "FluxInstance", "flux", namespace="app", spec=spec)
    whole = with_crds(lab_of(instance, *more), INSTANCES, "FluxInstance")
    return with_crds(whole, ALERTS, "Alert") if more else whole


ALERT = thing(f"{ALERTS}/v1beta3", "Alert", namespace="app")


def test_a_controller_that_an_object_needs() -> None:
    assert found(lab(*ALL[:2], more=(ALERT,)), "HL270") == [
        "app/fluxinstance-flux: FluxInstance.fluxcd.controlplane.io app/flux: spec.components has no notification-controller,"
        " which Alert.notification.toolkit.fluxcd.io app/one needs; add it",
    ]


def test_the_controllers_that_every_tree_needs() -> None:
    assert found(lab("source-controller"), "HL270") == [
        "app/fluxinstance-flux: FluxInstance.fluxcd.controlplane.io app/flux: spec.components has no kustomize-controller,"
        " which the units needs; add it",
    ]


def test_all_that_is_needed() -> None:
    assert found(lab(*ALL, more=(ALERT,)), "HL270") == []
    assert found(lab(*ALL[:2]), "HL270") == []


def test_an_instance_that_names_none_has_the_usual_ones() -> None:
    assert found(lab(more=(ALERT,)), "HL270") == []
