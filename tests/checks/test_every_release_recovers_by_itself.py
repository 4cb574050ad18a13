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
        "app/helmrelease-tea: HelmRelease.helm.toolkit.fluxcd.io app/tea: spec.install.strategy.name is not set, so"
        " that a failed install is not tried again; write RetryOnFailure",
        "app/helmrelease-tea: HelmRelease.helm.toolkit.fluxcd.io app/tea: spec.upgrade.crds is not set, so that Flux"
        " skips the chart's CRDs there; write CreateReplace, or Skip where somebody else owns them",
        "app/helmrelease-tea: HelmRelease.helm.toolkit.fluxcd.io app/tea: spec.upgrade.strategy.name is not set, so"
        " that a failed upgrade is not tried again; write RetryOnFailure",
        "app/helmrelease-tea: HelmRelease.helm.toolkit.fluxcd.io app/tea: spec.driftDetection.mode is not set, so that"
        " nobody corrects what is changed by hand; write enabled, with ignore rules for fields that a controller owns",
    ]


def test_a_release_of_ours() -> None:
    lab = lab_of()
    HelmApp(lab, "tea", chart=PIN.name, version=PIN.version, repository=PIN.repository)
    assert found(lab, "HL405") == []


@pytest.mark.parametrize(
    ("settings", "told_as"),
    [
        ({"remediation": {"retries": 3}}, "spec.upgrade.strategy.name is not set, so that a failure is remediated"),
        (
            {"remediation": {"retries": 0}},
            "spec.upgrade.strategy.name is not set, so that a failed upgrade is not tried again",
        ),
        ({"strategy": {"name": "RetryOnFailure"}}, ""),
    ],
)
def test_what_becomes_of_a_failure(settings: Body, told_as: str) -> None:
    lines = [line for line in told("HL405", release(upgrade=settings)) if "spec.upgrade.strategy" in line]
    assert [told_as in line for line in lines] == ([True] if told_as else [])


def of_k3s(kind: str = "HelmChart", name: str = "one", *, unmanaged: bool = False, **spec: object) -> Body:
    annotations = {"annotations": {"helmcharts.helm.cattle.io/unmanaged": "true"}} if unmanaged else {}
    return thing("helm.cattle.io/v1", kind, name, namespace="kube-system", spec=spec, **annotations)


@pytest.mark.parametrize("policy", [None, "reinstall"])
def test_a_chart_of_k3s_that_is_installed_anew_when_it_fails(policy: str | None) -> None:
    spec = {} if policy is None else {"failurePolicy": policy}
    said = "not set" if policy is None else repr(policy)
    assert found(lab_of(of_k3s(**spec)), "HL405") == [
        f"app/helmchart-kube-system-one: HelmChart.helm.cattle.io kube-system/one: spec.failurePolicy is {said}, so that k3s"
        " uninstalls a failed release and installs it anew; write abort, or retry where k3s is of July 2026 or later",
    ]


def test_settings_of_another_chart_of_k3s() -> None:
    lab = lab_of(of_k3s(), of_k3s("HelmChartConfig", "two", failurePolicy="abort"))
    assert len(found(lab, "HL405")) == 1


def test_settings_that_make_a_chart_of_k3s_worse() -> None:
    lab = lab_of(of_k3s(failurePolicy="abort"), of_k3s("HelmChartConfig", failurePolicy="reinstall"))
    assert len(found(lab, "HL405")) == 1


@pytest.mark.parametrize(
    "bodies",
    [
        [of_k3s(failurePolicy="abort")],
        [of_k3s(failurePolicy="retry")],
        [of_k3s(unmanaged=True)],
        [of_k3s(), of_k3s("HelmChartConfig", failurePolicy="abort")],
        [of_k3s("HelmChartConfig", valuesContent="a: b")],
    ],
    ids=["abort", "retry", "let go", "by its settings", "settings of what k3s brings"],
)
def test_a_chart_of_k3s_that_stays(bodies: list[Body]) -> None:
    # `abort` leaves a failed release as it is, with all that is in it.
    assert found(lab_of(*bodies), "HL405") == []
