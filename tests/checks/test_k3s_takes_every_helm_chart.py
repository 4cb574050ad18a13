from __future__ import annotations

import pytest

from homelab_cdk.model import Body
from tests.checks.looking import found, lab_of, thing

WHERE = "app/helmchart-kube-system-one: HelmChart.helm.cattle.io kube-system/one"


def helm_chart(**spec: object) -> Body:
    whole = {"repo": "https://charts.example.com", "chart": "tea", "version": "1.2.3", **spec}
    return thing("helm.cattle.io/v1", "HelmChart", namespace="kube-system", spec=whole)


def settings(**spec: object) -> Body:
    return thing("helm.cattle.io/v1", "HelmChartConfig", namespace="kube-system", spec=spec)


@pytest.mark.parametrize("policy", ["rollback", "Abort", "uninstall", ""])
def test_a_policy_that_k3s_does_not_know(policy: str) -> None:
    assert found(lab_of(helm_chart(failurePolicy=policy)), "HL409") == [
        f"{WHERE}: spec.failurePolicy is {policy!r}, which k3s does not know; write one of abort, retry, reinstall",
    ]


def test_a_policy_in_the_settings_of_a_chart_that_k3s_brings() -> None:
    assert found(lab_of(settings(failurePolicy="ignore")), "HL409") == [
        "app/helmchartconfig-kube-system-one: HelmChartConfig.helm.cattle.io kube-system/one: spec.failurePolicy is 'ignore',"
        " which k3s does not know; write one of abort, retry, reinstall",
    ]


def test_no_chart() -> None:
    assert found(lab_of(helm_chart(chart="")), "HL409") == [
        f"{WHERE}: it has neither spec.chart nor spec.chartContent, so that k3s installs nothing; name the chart",
    ]


def test_a_version_of_helm_that_is_gone() -> None:
    assert found(lab_of(helm_chart(helmVersion="v2")), "HL409") == [
        f"{WHERE}: spec.helmVersion is 'v2', and k3s installs with Helm 3 alone; leave it out",
    ]


@pytest.mark.parametrize(
    "body",
    [
        helm_chart(),
        helm_chart(failurePolicy="abort"),
        helm_chart(failurePolicy="retry", helmVersion="v3"),
        helm_chart(failurePolicy="reinstall"),
        helm_chart(chart="", chartContent="H4sIAAAA"),
        settings(valuesContent="a: b"),
        settings(failurePolicy="abort"),
        thing("source.toolkit.fluxcd.io/v1", "HelmChart", namespace="app", spec={"failurePolicy": "rollback"}),
    ],
)
def test_what_k3s_takes(body: Body) -> None:
    assert found(lab_of(body), "HL409") == []
