from __future__ import annotations

import pytest

from homelab_cdk.constructs import HelmApp
from homelab_cdk.model import Body
from tests.checks.bare import release, told
from tests.checks.looking import found, lab_of, thing
from tests.labs import PIN


def test_a_release_with_the_defaults_of_flux() -> None:
    lab = lab_of(thing("helm.toolkit.fluxcd.io/v2", "HelmRelease", "tea", namespace="app", spec={}))
    assert found(lab, "HL405") == [
        "app/helmrelease-tea: HelmRelease.helm.toolkit.fluxcd.io app/tea: spec.install.crds is not set, so that Flux"
        " creates the chart's CRDs there; write CreateReplace, or Skip where somebody else owns them",
        "app/helmrelease-tea: HelmRelease.helm.toolkit.fluxcd.io app/tea: spec.install.strategy.name is None, so"
        " that a failed install is not tried again; write RetryOnFailure",
        "app/helmrelease-tea: HelmRelease.helm.toolkit.fluxcd.io app/tea: spec.upgrade.crds is not set, so that Flux"
        " skips the chart's CRDs there; write CreateReplace, or Skip where somebody else owns them",
        "app/helmrelease-tea: HelmRelease.helm.toolkit.fluxcd.io app/tea: spec.upgrade.strategy.name is None, so"
        " that a failed upgrade is not tried again; write RetryOnFailure",
        "app/helmrelease-tea: HelmRelease.helm.toolkit.fluxcd.io app/tea: spec.driftDetection.mode is None, so that"
        " nobody corrects what is changed by hand; write enabled, with ignore rules for fields that a controller owns",
    ]


def test_a_release_of_ours() -> None:
    lab = lab_of()
    HelmApp(lab, "tea", chart=PIN.name, version=PIN.version, repository=PIN.repository)
    assert found(lab, "HL405") == []


@pytest.mark.parametrize(
    ("settings", "told_as"),
    [
        ({"remediation": {"retries": 3}}, "spec.upgrade.strategy.name is None, so that a failure is remediated"),
        (
            {"remediation": {"retries": 0}},
            "spec.upgrade.strategy.name is None, so that a failed upgrade is not tried again",
        ),
        ({"strategy": {"name": "RetryOnFailure"}}, ""),
    ],
)
def test_what_becomes_of_a_failure(settings: Body, told_as: str) -> None:
    lines = [line for line in told("HL405", release(upgrade=settings)) if "spec.upgrade.strategy" in line]
    assert [told_as in line for line in lines] == ([True] if told_as else [])
