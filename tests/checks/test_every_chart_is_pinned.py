from __future__ import annotations

import pytest

from homelab_cdk.model import Body
from tests.checks.looking import found, lab_of, thing


def release(version: object, kind: str = "HelmRepository") -> Body:
    chart = {"chart": "tea", "version": version, "sourceRef": {"kind": kind, "name": "tea"}}
    return thing("helm.toolkit.fluxcd.io/v2", "HelmRelease", namespace="app", spec={"chart": {"spec": chart}})


def artifact(**ref: str) -> Body:
    return thing("source.toolkit.fluxcd.io/v1", "OCIRepository", namespace="app", spec={"ref": ref})


def test_a_range() -> None:
    assert found(lab_of(release("1.x")), "HL403") == [
        "app/helmrelease-one: HelmRelease.helm.toolkit.fluxcd.io app/one: spec.chart.spec.version is '1.x', which is"
        " no exact version; write one such as 1.2.3",
    ]


def test_no_version() -> None:
    assert found(lab_of(release(None)), "HL403") == [
        "app/helmrelease-one: HelmRelease.helm.toolkit.fluxcd.io app/one: spec.chart.spec.version is None, which is"
        " no exact version; write one such as 1.2.3",
    ]


def test_a_range_of_tags() -> None:
    assert found(lab_of(artifact(semver=">=1.0.0")), "HL403") == [
        "app/ocirepository-one: OCIRepository.source.toolkit.fluxcd.io app/one: spec.ref.semver is '>=1.0.0', a"
        " range; write spec.ref.tag with one version, or a digest",
    ]


def test_a_tag_that_moves() -> None:
    assert found(lab_of(artifact(tag="latest")), "HL403") == [
        "app/ocirepository-one: OCIRepository.source.toolkit.fluxcd.io app/one: spec.ref.tag is 'latest', which"
        " moves; write the tag of one version, or a digest",
    ]


@pytest.mark.parametrize(
    "body",
    [
        release("1.2.3"),
        release("v1.2.3-rc.1+build.5"),
        release("*", "GitRepository"),
        artifact(tag="1.2.3"),
        artifact(semver="*", digest="sha256:0"),
    ],
)
def test_exact_versions(body: Body) -> None:
    assert found(lab_of(body), "HL403") == []
