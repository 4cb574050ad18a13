from __future__ import annotations

import pytest

from homelab_cdk.model import Body
from tests.checks.bare import kustomization as kustomization_of, told
from tests.checks.looking import deployment, found, lab_of, thing

KUSTOMIZE, HELM = "kustomize.toolkit.fluxcd.io", "helm.toolkit.fluxcd.io"


def annotated(value: str) -> Body:
    body = deployment()
    return body | {"metadata": {"name": "web", "annotations": {f"{KUSTOMIZE}/force": value}}}


def release(**spec: object) -> Body:
    return thing(f"{HELM}/v2", "HelmRelease", "tea", namespace="app", spec=spec)


def kustomization(**spec: object) -> Body:
    return thing(f"{KUSTOMIZE}/v1", "Kustomization", "tea", namespace="app", spec=spec)


def test_an_object_that_is_made_anew() -> None:
    assert found(lab_of(annotated("enabled")), "HL272") == [
        "app/deployment-web: Deployment.apps app/web: the annotation kustomize.toolkit.fluxcd.io/force makes Flux delete"
        " what it cannot change; leave it out, and delete an object by hand at a quiet hour where that is meant",
    ]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (release(upgrade={"force": True}), "spec.upgrade.force"),
        (release(rollback={"force": True}), "spec.rollback.force"),
        (kustomization(force=True), "spec.force"),
    ],
)
def test_objects_of_flux(body: Body, field: str) -> None:
    (finding,) = found(lab_of(body), "HL272")
    assert f": {field} makes Flux delete what it cannot change; " in finding


@pytest.mark.parametrize(
    "body",
    [annotated("disabled"), deployment(), release(upgrade={"force": False}), kustomization(force=False)],
    ids=["an annotation against it", "an object", "a release", "a Kustomization"],
)
def test_what_is_changed_in_place(body: Body) -> None:
    assert found(lab_of(body), "HL272") == []


def test_a_kustomization_of_a_tree_is_told_of_once() -> None:
    assert told("HL272", kustomization_of(force=True)) == [
        f"Kustomization.{KUSTOMIZE} flux-system/tea: spec.force makes Flux delete what it cannot change",
    ]
