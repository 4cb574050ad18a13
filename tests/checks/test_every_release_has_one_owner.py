from __future__ import annotations

from typing import Any

from homelab_cdk.constructs import Lab
from homelab_cdk.model import Body
from tests.checks.looking import found, lab_of, thing, with_crds

GROUP = "helm.toolkit.fluxcd.io"


def release(name: str, **spec: Any) -> Body:
    return thing(f"{GROUP}/v2", "HelmRelease", name, namespace="app", spec=spec)


def lab(*bodies: Body) -> Lab:
    return with_crds(lab_of(*bodies), GROUP, "HelmRelease")


def test_two_objects_that_install_one_release() -> None:
    assert found(lab(release("tea"), release("other", releaseName="tea")), "HL274") == [
        "app/helmrelease-other: HelmRelease.helm.toolkit.fluxcd.io app/other: it installs the release tea in app, which"
        " HelmRelease.helm.toolkit.fluxcd.io app/tea installs, too; give one of them another spec.releaseName",
    ]


def test_one_name_in_two_namespaces() -> None:
    other = release("other", releaseName="tea", targetNamespace="store", storageNamespace="store")
    assert found(lab(release("tea"), other), "HL274") == []


def test_records_without_end() -> None:
    assert found(lab(release("tea", maxHistory=0)), "HL274") == [
        "app/helmrelease-tea: HelmRelease.helm.toolkit.fluxcd.io app/tea: spec.maxHistory is 0, so that every record is kept;"
        " write 1 to 10, or leave it out",
    ]
    assert found(lab(release("tea", maxHistory=3)), "HL274") == []
