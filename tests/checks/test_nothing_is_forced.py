from __future__ import annotations

import pytest

from homelab_cdk.model import Body
from tests.checks.bare import kustomization as kustomization_of, told
from tests.checks.looking import deployment, found, lab_of, thing

KUSTOMIZE, HELM = "kustomize.toolkit.fluxcd.io", "helm.toolkit.fluxcd.io"


def annotated(value: str, field: str = "annotations") -> Body:
    body = deployment()
    return body | {"metadata": {"name": "web", field: {f"{KUSTOMIZE}/force": value}}}


def release(**spec: object) -> Body:
    return thing(f"{HELM}/v2", "HelmRelease", "tea", namespace="app", spec=spec)


def kustomization(**spec: object) -> Body:
    return thing(f"{KUSTOMIZE}/v1", "Kustomization", "tea", namespace="app", spec=spec)


@pytest.mark.parametrize("value", ["enabled", "Enabled", "ENABLED"])
@pytest.mark.parametrize("field", ["annotations", "labels"])
def test_an_object_that_is_made_anew(value: str, field: str) -> None:
    """Flux takes labels for it, too, and looks at no capitals (source: `AnyInMetadata` of fluxcd/pkg/ssa)."""
    assert found(lab_of(annotated(value, field)), "HL272") == [
        "app/deployment-web: Deployment.apps app/web: kustomize.toolkit.fluxcd.io/force: enabled makes Flux delete what it"
        " cannot change; leave it out, and delete an object by hand at a quiet hour where that is meant",
    ]


def test_a_kustomization() -> None:
    (finding,) = found(lab_of(kustomization(force=True)), "HL272")
    assert ": spec.force makes Flux delete what it cannot change; " in finding


@pytest.mark.parametrize("action", ["upgrade", "rollback"])
def test_a_release_is_replaced_and_not_deleted(action: str) -> None:
    """Sources: `replaceResource` of Helm, and where helm-controller sets `ForceReplace`."""
    (finding,) = found(lab_of(release(**{action: {"force": True}})), "HL272")
    assert finding.endswith(
        f": spec.{action}.force makes Helm replace whole objects, with all that others have written into them, where it does"
        " not apply them on the server; leave it out"
    )


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
