from __future__ import annotations

from homelab_cdk.constructs import Lab
from tests.checks.looking import found, lab_of, thing


def repository(**spec: str) -> Lab:
    return lab_of(thing("source.toolkit.fluxcd.io/v1", "HelmRepository", namespace="app", spec=spec))


def test_a_repository_of_the_old_type() -> None:
    assert found(repository(type="oci"), "HL406") == [
        "app/helmrepository-one: HelmRepository.source.toolkit.fluxcd.io app/one: spec.type is 'oci', which Flux"
        " only maintains; make an OCIRepository with the chart's address and tag, and name it in the release's"
        " chartRef (`HelmApp` does both)",
    ]


def test_a_repository_with_an_index() -> None:
    assert found(repository(url="https://charts.example.com"), "HL406") == []
