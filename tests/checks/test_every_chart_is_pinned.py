from __future__ import annotations

import pytest

from homelab_cdk.model import Body
from tests.checks.looking import found, lab_of, thing


def release(version: object, kind: str = "HelmRepository") -> Body:
    chart = {"chart": "tea", "version": version, "sourceRef": {"kind": kind, "name": "tea"}}
    return thing("helm.toolkit.fluxcd.io/v2", "HelmRelease", namespace="app", spec={"chart": {"spec": chart}})


def artifact(**ref: str) -> Body:
    return thing("source.toolkit.fluxcd.io/v1", "OCIRepository", namespace="app", spec={"ref": ref})


def reading(**reference: str) -> Body:
    spec = {"chartRef": {"kind": "OCIRepository", "name": "one", **reference}}
    return thing("helm.toolkit.fluxcd.io/v2", "HelmRelease", "tea", namespace="app", spec=spec)


def chart(version: str, kind: str = "HelmRepository") -> Body:
    spec = {"chart": "tea", "version": version, "sourceRef": {"kind": kind, "name": "tea"}}
    return thing("source.toolkit.fluxcd.io/v1", "HelmChart", namespace="app", spec=spec)


def test_a_range() -> None:
    assert found(lab_of(release("1.x")), "HL403") == [
        "app/helmrelease-one: HelmRelease.helm.toolkit.fluxcd.io app/one: spec.chart.spec.version is '1.x', which is"
        " no exact version; write one such as 1.2.3",
    ]


def test_no_version() -> None:
    assert found(lab_of(release(None)), "HL403") == [
        "app/helmrelease-one: HelmRelease.helm.toolkit.fluxcd.io app/one: spec.chart.spec.version is not set, which is"
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


@pytest.mark.parametrize("tag", ["12", "12.x", "1.2", "v1", "stable", "main"])
def test_a_tag_that_is_no_version_of_the_chart_that_a_release_reads(tag: str) -> None:
    assert found(lab_of(artifact(tag=tag), reading()), "HL403") == [
        "app/ocirepository-one: OCIRepository.source.toolkit.fluxcd.io app/one: spec.ref.tag is"
        f" {tag!r}, which is no exact version of a chart; write one such as 1.2.3, or a digest",
    ]


@pytest.mark.parametrize(
    "body",
    [reading(name="other"), reading(namespace="other"), reading(kind="HelmChart")],
    ids=["another name", "another namespace", "another kind"],
)
def test_a_tag_of_what_no_release_reads_is_whatever_its_owner_likes(body: Body) -> None:
    assert found(lab_of(artifact(tag="12.x"), body), "HL403") == []


@pytest.mark.parametrize("ref", [{"tag": "1.2.3"}, {"tag": "1.2.3_build.5"}, {"tag": "12.x", "digest": "sha256:0"}])
def test_a_release_reads_one_version(ref: dict[str, str]) -> None:
    assert found(lab_of(artifact(**ref), reading(namespace="app")), "HL403") == []


def test_a_range_of_a_chart_without_a_release() -> None:
    assert found(lab_of(chart("1.x")), "HL403") == [
        "app/helmchart-one: HelmChart.source.toolkit.fluxcd.io app/one: spec.version is '1.x', which is no exact"
        " version; write one such as 1.2.3",
    ]


def of_k3s(**spec: str) -> Body:
    return thing("helm.cattle.io/v1", "HelmChart", namespace="kube-system", spec=spec)


@pytest.mark.parametrize("version", [None, "1.x"])
def test_a_chart_of_k3s_without_one_version(version: str | None) -> None:
    body = of_k3s(chart="oci://example.com/tea", **({} if version is None else {"version": version}))
    said = "not set" if version is None else repr(version)
    assert found(lab_of(body), "HL403") == [
        f"app/helmchart-kube-system-one: HelmChart.helm.cattle.io kube-system/one: spec.version is {said}, which is no exact"
        " version; write one such as 1.2.3",
    ]


@pytest.mark.parametrize(
    "body",
    [
        of_k3s(chart="tea", repo="https://example.com", version="1.2.3"),
        of_k3s(chart="https://example.com/tea-1.2.3.tgz"),
        of_k3s(chartContent="H4sIAAAA"),
        release("1.2.3"),
        release("v1.2.3-rc.1+build.5"),
        release("*", "GitRepository"),
        chart("1.2.3"),
        chart("*", "GitRepository"),
        artifact(tag="1.2.3"),
        artifact(semver="*", digest="sha256:0"),
    ],
)
def test_exact_versions(body: Body) -> None:
    assert found(lab_of(body), "HL403") == []
