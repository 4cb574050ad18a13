"""Constructs of this library in anybody's `cdk8s.App`: the same objects as from our own writer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import cdk8s
import constructs
import pytest
import yaml

from homelab_cdk._errors import CapabilityError
from homelab_cdk.components.cert_manager import CertManager
from homelab_cdk.components.cloudnative_pg import CloudNativePG
from homelab_cdk.components.external_secrets import ExternalSecrets
from homelab_cdk.components.gateway_api import GatewayApiCrds
from homelab_cdk.components.gitea import Gitea
from homelab_cdk.components.metallb import MetalLB
from homelab_cdk.components.postgresql import PostgreSQL
from homelab_cdk.components.traefik import Traefik
from homelab_cdk.constructs import HelmApp, Lab, Manifest, Patch, UnitChart, WebApp
from homelab_cdk.model import Body
from tests.labs import bodies, config_map

Build = Callable[[constructs.Construct], object]


def _all_systems(scope: constructs.Construct) -> None:
    MetalLB(scope)
    GatewayApiCrds(scope)
    ExternalSecrets(scope)
    CertManager(scope)
    Traefik(scope, load_balancer_ip="192.168.1.200")
    CloudNativePG(scope)
    PostgreSQL(scope, "postgresql-main")
    Gitea(scope)
    app = WebApp(scope, "reader", image="example.com/reader:1.0.0", env={"A": "1"})
    app.add_route()
    app.add_database()
    app.add_password("PASSWORD")
    app.add_metrics()
    app.allow_internet()


def _helm_app(scope: constructs.Construct) -> None:
    HelmApp(
        scope,
        "shop",
        chart="shop",
        version="1.2.3",
        repository="https://charts.example.com",
        values={"list": [1, 2.5, "03"], "text": "a\nb\n", "flag": True, "empty": {}},
        holds_data=True,
    )


def _patched(scope: constructs.Construct) -> None:
    operations = ({"op": "add", "path": "/metadata/labels", "value": {"a": "b"}},)
    patch = Patch(kind="Namespace", name="app", operations=operations, reason="a label that a scanner wants")
    WebApp(scope, "app", image="example.com/app:1.0.0", patches=(patch,))


BUILDS = {"all systems": _all_systems, "HelmApp": _helm_app, "patched": _patched}


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(item) for key, item in value.items() if item is not None}
    return [_without_nulls(item) for item in value] if isinstance(value, list) else value


def _by_identity(objects: list[Body]) -> dict[tuple[str, ...], Body]:
    found: dict[tuple[str, ...], Body] = {
        (item["apiVersion"], item["kind"], item["metadata"].get("namespace", ""), item["metadata"]["name"]): item
        for item in objects
    }
    assert len(found) == len(objects)
    return found


def _ours(build: Build) -> dict[tuple[str, ...], Body]:
    lab = Lab()
    build(lab)
    return _by_identity([_without_nulls(body) for body in bodies(lab)])


@pytest.mark.parametrize("build", BUILDS.values(), ids=BUILDS.keys())
def test_synth_yaml_gives_the_same_objects(build: Build) -> None:
    app = cdk8s.App()
    build(app)
    assert _by_identity(list(yaml.safe_load_all(app.synth_yaml()))) == _ours(build)


@pytest.mark.parametrize("build", BUILDS.values(), ids=BUILDS.keys())
def test_synth_writes_the_same_objects(build: Build, tmp_path: Path) -> None:
    app = cdk8s.App(outdir=str(tmp_path))
    build(app)
    app.synth()
    written = [body for file in sorted(tmp_path.iterdir()) for body in yaml.safe_load_all(file.read_text()) if body]
    assert _by_identity(written) == _ours(build)


@pytest.mark.parametrize("build", BUILDS.values(), ids=BUILDS.keys())
def test_testing_synth_gives_the_same_objects(build: Build) -> None:
    app = cdk8s.App()
    build(app)
    charts = [child for child in app.node.children if isinstance(child, UnitChart)]
    found = [body for chart in charts for body in cdk8s.Testing.synth(chart)]
    assert _by_identity(found) == _ours(build)


def test_a_component_stands_in_a_foreign_chart() -> None:
    app = cdk8s.App()
    outer = cdk8s.Chart(app, "outer")
    metallb = MetalLB(outer, "metallb")
    assert metallb.path == "outer/metallb"
    kinds = {body["kind"] for body in yaml.safe_load_all(app.synth_yaml())}
    assert "IPAddressPool" in kinds


def test_constructs_of_one_app_find_each_other_and_those_of_another_do_not() -> None:
    one, other = cdk8s.App(), cdk8s.App()
    GatewayApiCrds(one)
    MetalLB(one)
    assert Traefik(one).gateway_api.name == "gateway-api"
    with pytest.raises(CapabilityError, match="traefik needs a load balancer, which nothing in this lab provides"):
        Traefik(other)


def _through_jsii(data: Body) -> Any:
    app = cdk8s.App()
    chart = UnitChart(app, "app")
    chart.add_manifest(config_map(**data))
    [body] = yaml.safe_load_all(app.synth_yaml())
    return body["data"]


@pytest.mark.parametrize(
    ("given", "comes_out"),
    [
        ({"a": None, "b": "x"}, {"b": "x"}),
        ({"a": 2**63}, {"a": 9223372036854776000}),
        ({"a": 2**53 + 1}, {"a": 2**53}),
    ],
    ids=["null", "beyond 64 bits", "beyond 53 bits"],
)
def test_what_jsii_itself_cannot_carry(given: Body, comes_out: Body) -> None:
    assert _through_jsii(given) == comes_out
    lab = Lab()
    UnitChart(lab, "app").add_manifest(config_map(**given))
    assert [body["data"] for body in bodies(lab)] == [given]


@pytest.mark.parametrize(
    "value",
    ["08", "on", "2026-01-01", "1e3", "", "a\n\nb\n", "ä€😀", 0, -1, 1.5, True, [], {}, [[1, [2]]], ["x", {"y": []}]],
    ids=repr,
)
def test_what_jsii_carries(value: object) -> None:
    assert _through_jsii({"a": value}) == {"a": value}


def test_tuples_come_out_as_lists() -> None:
    assert _through_jsii({"a": (1, ("x",))}) == {"a": [1, ["x"]]}


def test_changes_after_construction_are_synthesized() -> None:
    app = cdk8s.App()
    manifest = UnitChart(app, "app").add_manifest(config_map(a="1"))
    manifest.body["data"]["a"] = "2"
    [body] = yaml.safe_load_all(app.synth_yaml())
    assert body["data"] == {"a": "2"}


def test_a_json_patch_of_cdk8s_is_left_to_patches_of_ours() -> None:
    manifest = UnitChart(Lab(), "app").add_manifest(config_map(a="1"))
    operations = ({"op": "replace", "path": "/data/a", "value": "2"},)
    manifest.add_patch(Patch(kind="ConfigMap", name="settings", operations=operations, reason="to show it"))
    assert isinstance(manifest, Manifest)
    assert manifest.to_json()["data"] == {"a": "2"}
    assert manifest.body["data"] == {"a": "1"}
