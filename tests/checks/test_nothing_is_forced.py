from __future__ import annotations

from typing import Any

from homelab_cdk.constructs import Lab
from tests.checks.looking import deployment, found, lab_of, thing, with_crds

FLUX, HELM = "kustomize.toolkit.fluxcd.io", "helm.toolkit.fluxcd.io"
FIX = "makes Flux delete what it cannot change; leave it out, and delete an object by hand at a quiet hour where that is meant"


def kustomization(**spec: Any) -> Lab:
    return with_crds(lab_of(thing(f"{FLUX}/v1", "Kustomization", namespace="app", spec=spec)), FLUX, "Kustomization")


def release(**spec: Any) -> Lab:
    return with_crds(lab_of(thing(f"{HELM}/v2", "HelmRelease", namespace="app", spec=spec)), HELM, "HelmRelease")


def test_a_kustomization_that_forces() -> None:
    assert found(kustomization(force=True), "HL272") == [
        f"app/kustomization-one: Kustomization.kustomize.toolkit.fluxcd.io app/one: spec.force {FIX}",
    ]
    assert found(kustomization(force=False), "HL272") == []


def test_an_upgrade_that_forces() -> None:
    assert found(release(upgrade={"force": True}), "HL272") == [
        f"app/helmrelease-one: HelmRelease.helm.toolkit.fluxcd.io app/one: spec.upgrade.force {FIX}",
    ]
    assert found(release(upgrade={}), "HL272") == []


def test_an_object_that_is_forced() -> None:
    body = deployment()
    body["metadata"]["annotations"] = {"kustomize.toolkit.fluxcd.io/force": "enabled"}
    assert found(lab_of(body), "HL272") == [
        "app/deployment-web: Deployment.apps app/web: the annotation kustomize.toolkit.fluxcd.io/force " + FIX,
    ]
    assert found(lab_of(deployment()), "HL272") == []
