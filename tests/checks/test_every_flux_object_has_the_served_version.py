from __future__ import annotations

import pytest

from tests.checks.looking import found, lab_of, thing


def test_a_version_that_flux_removed() -> None:
    lab = lab_of(thing("helm.toolkit.fluxcd.io/v2beta2", "HelmRelease", namespace="app"))
    assert found(lab, "HL203") == [
        "app/helmrelease-one: HelmRelease.helm.toolkit.fluxcd.io app/one: its apiVersion is"
        " helm.toolkit.fluxcd.io/v2beta2, and Flux 2.8 removed it; write helm.toolkit.fluxcd.io/v2",
    ]


def test_a_group_that_never_was() -> None:
    lab = lab_of(thing("source.toolkit.fluxcd.io/v1beta1", "ArtifactGenerator", namespace="app"))
    assert found(lab, "HL203") == [
        "app/artifactgenerator-one: ArtifactGenerator.source.toolkit.fluxcd.io app/one: its apiVersion is"
        " source.toolkit.fluxcd.io/v1beta1, and Flux 2.9 does not serve it; write source.extensions.fluxcd.io/v1beta1",
    ]


def test_a_kind_that_flux_does_not_have() -> None:
    assert found(lab_of(thing("helm.toolkit.fluxcd.io/v2", "Chart", namespace="app")), "HL203") == [
        "app/chart-one: Chart.helm.toolkit.fluxcd.io app/one: its kind is Chart, which Flux 2.9 does not have; write"
        " kind: HelmChart",
    ]


@pytest.mark.parametrize(
    ("version", "kind"),
    [
        ("helm.toolkit.fluxcd.io/v2", "HelmRelease"),
        ("notification.toolkit.fluxcd.io/v1", "Receiver"),
        ("notification.toolkit.fluxcd.io/v1beta3", "Alert"),
        ("source.extensions.fluxcd.io/v1beta1", "ArtifactGenerator"),
    ],
)
def test_versions_that_flux_serves(version: str, kind: str) -> None:
    assert found(lab_of(thing(version, kind, namespace="app")), "HL203") == []
