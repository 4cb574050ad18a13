from __future__ import annotations

from homelab_cdk.model import Body
from tests.checks.looking import found, lab_of, thing


def release(**spec: object) -> Body:
    return thing("helm.toolkit.fluxcd.io/v2", "HelmRelease", "tea", namespace="app", spec=spec)


def test_a_derived_release_name() -> None:
    assert found(lab_of(release()), "HL404") == [
        "app/helmrelease-tea: HelmRelease.helm.toolkit.fluxcd.io app/tea: spec.releaseName is not set, so that it is"
        " derived from other fields; write releaseName: tea",
    ]


def test_a_target_without_storage() -> None:
    assert found(lab_of(release(releaseName="tea", targetNamespace="kitchen")), "HL404") == [
        "app/helmrelease-tea: HelmRelease.helm.toolkit.fluxcd.io app/tea: spec.targetNamespace is 'kitchen' and"
        " storageNamespace is not set, so that the release's Secrets live apart from it; set both, or neither",
    ]


def test_a_release_that_says_it_all() -> None:
    lab = lab_of(release(releaseName="tea", targetNamespace="kitchen", storageNamespace="kitchen"))
    assert found(lab, "HL404") == []
