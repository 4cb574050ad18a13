"""Where a patch of a component or app goes: to a manifest of its own, or to what its chart renders."""

from __future__ import annotations

import json

import pytest

from homelab_cdk._errors import BuildError
from homelab_cdk.constructs import HelmApp, Lab, Patch, WebApp
from homelab_cdk.model import Body, ChartFacts, ObjectKey, ServiceFact, WorkloadFact
from homelab_cdk.synth._collect import collect
from tests.labs import locked, one

OPERATIONS = ({"op": "add", "path": "/metadata/labels/team", "value": "green"},)
FACTS = ChartFacts(
    workloads=(WorkloadFact(kind="Deployment", namespace="shop", name="shop-web"),),
    services=(ServiceFact(namespace="shop", name="shop-web"),),
    objects=(ObjectKey("", "ConfigMap", "shop", "shop-settings"),),
)


def _patch(kind: str, name: str, namespace: str = "") -> Patch:
    return Patch(kind=kind, name=name, namespace=namespace, operations=OPERATIONS, reason="the team's label")


def _shop(*patches: Patch) -> Lab:
    lab = Lab(lock=locked({"shop": FACTS}))
    HelmApp(
        lab,
        "shop",
        chart="operator",
        version="1.2.3",
        repository="oci://charts.example.com/operator",
        patches=patches,
    )
    return lab


def _post_renderers(lab: Lab) -> list[Body]:
    renderers = one(lab, "HelmRelease", "shop")["spec"].get("postRenderers", [])
    return [patch for renderer in renderers for patch in renderer["kustomize"]["patches"]]


def test_a_manifest_is_changed_in_place() -> None:
    lab = Lab()
    WebApp(lab, "web", image="example.com/web:1.0.0", patches=(_patch("Deployment", "web"),))
    assert one(lab, "Deployment", "web")["metadata"]["labels"]["team"] == "green"


def test_only_the_target_is_changed() -> None:
    lab = Lab()
    WebApp(lab, "web", image="example.com/web:1.0.0", patches=(_patch("Deployment", "web"),))
    assert "team" not in one(lab, "Service", "web")["metadata"]["labels"]


@pytest.mark.parametrize(
    ("kind", "name"), [("Deployment", "shop-web"), ("Service", "shop-web"), ("ConfigMap", "shop-settings")]
)
def test_what_the_chart_renders_is_patched_by_flux(kind: str, name: str) -> None:
    [patch] = _post_renderers(_shop(_patch(kind, name)))
    assert patch["target"] == {"kind": kind, "name": name}
    assert json.loads(patch["patch"]) == list(OPERATIONS)


def test_a_namespace_narrows_the_target() -> None:
    [patch] = _post_renderers(_shop(_patch("Deployment", "shop-web", "shop")))
    assert patch["target"] == {"kind": "Deployment", "name": "shop-web", "namespace": "shop"}


def test_patches_stand_in_the_order_given() -> None:
    patches = _post_renderers(_shop(_patch("Service", "shop-web"), _patch("Deployment", "shop-web")))
    assert [patch["target"]["kind"] for patch in patches] == ["Service", "Deployment"]


def test_collecting_twice_patches_once() -> None:
    lab = _shop(_patch("Deployment", "shop-web"))
    assert [item.body for item in collect(lab)[1]] == [item.body for item in collect(lab)[1]]
    assert len(_post_renderers(lab)) == 1


def test_without_a_target_it_is_refused() -> None:
    with pytest.raises(BuildError) as error:
        collect(_shop(_patch("Deployment", "shop-wbe")))
    assert str(error.value) == (
        "shop: the patch of Deployment shop-wbe has no target; this chart has Namespace shop, NetworkPolicy"
        " default-deny, OCIRepository shop, HelmRelease shop, and none of its releases is known to render it"
    )


def test_another_namespace_is_another_object() -> None:
    with pytest.raises(BuildError, match="the patch of Deployment shop-web has no target"):
        collect(_shop(_patch("Deployment", "shop-web", "elsewhere")))


def test_a_patch_that_does_not_fit_names_object_and_path() -> None:
    lab = Lab()
    operations = ({"op": "remove", "path": "/spec/nodeName"},)
    patch = Patch(kind="Deployment", name="web", operations=operations, reason="none")
    WebApp(lab, "web", image="example.com/web:1.0.0", patches=(patch,))
    with pytest.raises(
        BuildError, match="the patch of Deployment web cannot remove /spec/nodeName: there is no 'nodeName'"
    ):
        collect(lab)
