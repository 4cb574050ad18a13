"""Foreign constructs inside our tree come out with everything else."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import cdk8s
import constructs
import pytest
from cdk8s_plus_33 import ContainerProps, Deployment

from homelab_cdk._errors import OrderError
from homelab_cdk.constructs import Lab, Manifest, UnitChart, WebApp
from homelab_cdk.order import Item
from homelab_cdk.synth._collect import collect
from tests.labs import Plain, config_map, items_of, units_of


def _named(lab: Lab) -> dict[str, Item]:
    items = items_of(lab)
    paths = Counter(item.path for item in items)
    assert paths.total() == len(paths), f"collected twice: {[path for path, times in paths.items() if times > 1]}"
    return {f"{item.key.kind} {item.key.name}": item for item in items}


def test_a_bare_api_object() -> None:
    lab = Lab()
    app = Plain(lab, "app")
    metadata = cdk8s.ApiObjectMetadata(name="extra")
    cdk8s.ApiObject(app, "extra", api_version="v1", kind="ConfigMap", metadata=metadata)
    item = _named(lab)["ConfigMap extra"]
    assert item.chart is app
    assert item.path == "app/extra"
    assert item.body["metadata"] == {"name": "extra", "namespace": "app"}


def test_a_deployment_of_cdk8s_plus() -> None:
    lab = Lab()
    app = Plain(lab, "app")
    Deployment(app, "web", containers=[ContainerProps(image="example.com/web:1.0.0")], replicas=3)
    [item] = [item for item in items_of(lab) if item.key.kind == "Deployment"]
    assert item.chart is app
    assert item.key.namespace == "app"
    assert item.body["spec"]["replicas"] == 3
    assert item.body["spec"]["template"]["spec"]["containers"][0]["image"] == "example.com/web:1.0.0"


def test_an_include_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "objects.yaml"
    file.write_text(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\ndata: {a: '08'}\n"
        "---\napiVersion: v1\nkind: Secret\nmetadata: {name: two}\n"
    )
    lab = Lab()
    cdk8s.Include(Plain(lab, "app"), "include", url=str(file))
    found = _named(lab)
    assert found["ConfigMap one"].body["data"] == {"a": "08"}
    assert "Secret two" in found


def test_a_whole_foreign_chart_becomes_a_unit() -> None:
    lab = Lab()
    Plain(lab, "ours")
    chart = cdk8s.Chart(lab, "theirs", namespace="ours", disable_resource_name_hashes=True)
    cdk8s.ApiObject(chart, "settings", api_version="v1", kind="ConfigMap")
    units = units_of(lab)
    assert list(units) == ["ours", "theirs"]
    theirs = units["theirs"]
    assert theirs.folder == "apps/theirs"
    assert [str(item.key) for item in theirs.items] == ["ConfigMap ours/theirs-settings"]
    assert list(theirs.depends_on) == ["ours"]


def test_two_objects_of_one_foreign_chart_share_its_unit() -> None:
    lab = Lab()
    chart = cdk8s.Chart(lab, "theirs", namespace="default")
    for name in ("a", "b"):
        cdk8s.ApiObject(constructs.Construct(chart, name), "it", api_version="v1", kind="ConfigMap")
    charts, items = collect(lab)
    assert [chart.construct_id for chart in charts] == ["theirs"]
    assert [item.path for item in items] == ["theirs/a/it", "theirs/b/it"]


def test_our_manifest_in_a_foreign_construct_in_a_component_comes_out_once() -> None:
    lab = Lab()
    app = Plain(lab, "app")
    group = constructs.Construct(app, "group")
    body = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "deep", "namespace": "app"},
        "data": {"a": None},
    }
    Manifest(group, "deep", body=body)
    item = _named(lab)["ConfigMap deep"]
    assert (item.path, item.chart) == ("app/group/deep", app)
    assert item.body["data"] == {"a": None}, "our own writer loses nothing, wherever the manifest stands"


def test_an_app_in_a_foreign_construct_is_a_unit() -> None:
    lab = Lab()
    team = constructs.Construct(lab, "team")
    app = WebApp(team, "shop", image="example.com/shop:1.0.0")
    assert app.surroundings is lab.surroundings
    assert list(units_of(lab)) == ["shop"]
    assert _named(lab)["Deployment shop"].path == "team/shop/deployment-shop"


def test_an_app_in_an_app_is_a_unit_of_its_own() -> None:
    lab = Lab()
    outer = Plain(lab, "outer")
    inner = Plain(outer, "inner")
    metadata = cdk8s.ApiObjectMetadata(name="extra")
    cdk8s.ApiObject(inner, "extra", api_version="v1", kind="ConfigMap", metadata=metadata)
    found = _named(lab)
    assert list(units_of(lab)) == ["outer", "inner"]
    assert found["ConfigMap extra"].chart is inner
    assert found["Namespace outer"].chart is outer


def test_manifests_below_a_manifest_come_out_once() -> None:
    lab = Lab()
    app = UnitChart(lab, "app")
    outer = app.add_manifest(config_map("outer"))
    inner = Manifest(outer, "inner", body=config_map("inner"))
    assert outer.node.id and inner.node.id
    metadata = cdk8s.ApiObjectMetadata(name="foreign")
    cdk8s.ApiObject(inner, "foreign", api_version="v1", kind="ConfigMap", metadata=metadata)
    assert list(_named(lab)) == ["ConfigMap outer", "ConfigMap inner", "ConfigMap foreign"]


def test_a_foreign_chart_s_name_must_be_one_that_kubernetes_takes() -> None:
    lab = Lab()
    chart = cdk8s.Chart(lab, "MyChart", namespace="default")
    cdk8s.ApiObject(chart, "settings", api_version="v1", kind="ConfigMap")
    with pytest.raises(OrderError, match="MyChart makes a unit 'MyChart', which is no name that Kubernetes takes"):
        units_of(lab)
