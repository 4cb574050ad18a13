from __future__ import annotations

import pytest

from homelab_cdk.constructs import HelmApp, Lab
from homelab_cdk.model import Body
from tests.checks.bare import kustomization, release as release_of, told
from tests.checks.looking import app_of, found, lab_of, thing
from tests.labs import PIN


def release(timeout: str | None) -> Lab:
    spec = {"timeout": timeout} if timeout else {}
    return lab_of(thing("helm.toolkit.fluxcd.io/v2", "HelmRelease", "tea", namespace="app", spec=spec))


def test_a_release_that_takes_longer_than_its_unit() -> None:
    assert found(release("10m"), "HL207") == [
        "app/helmrelease-tea: HelmRelease.helm.toolkit.fluxcd.io app/tea: its timeout of 10m is no shorter than that"
        " of its unit app, 5m; set the component's `timeout` above 10m (in minutes), or shorten this one",
    ]


def test_a_release_with_the_default_of_flux() -> None:
    assert found(release(None), "HL207") == [
        "app/helmrelease-tea: HelmRelease.helm.toolkit.fluxcd.io app/tea: its timeout of 5m is no shorter than that"
        " of its unit app, 5m; set the component's `timeout` above 5m (in minutes), or shorten this one",
    ]


def test_a_unit_that_waits_long_enough() -> None:
    lab = release("10m")
    app_of(lab).timeout = 11
    assert found(lab, "HL207") == []


@pytest.mark.parametrize("minutes", [1, 10, 60])
def test_a_release_of_ours(minutes: int) -> None:
    lab = lab_of()
    HelmApp(lab, "tea", chart=PIN.name, version=PIN.version, repository=PIN.repository, timeout=minutes)
    assert found(lab, "HL207") == []


@pytest.mark.parametrize(
    ("waits", "expected"),
    [
        ({"wait": True}, 1),
        ({"wait": False}, 0),
        ({}, 0),
        ({"healthChecks": [{"kind": "HelmRelease", "name": "tea", "namespace": "tea"}]}, 1),
        ({"healthChecks": [{"kind": "HelmRelease", "name": "milk", "namespace": "tea"}]}, 0),
    ],
)
def test_a_kustomization_that_does_not_wait(waits: Body, expected: int) -> None:
    """GIVEN a timeout that only bounds the applying, because nothing is waited for, THEN a release may take longer."""
    assert len(told("HL207", kustomization(timeout="5m", **waits), release_of(timeout="10m"))) == expected
