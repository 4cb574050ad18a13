"""Which file each object is written to."""

from __future__ import annotations

import pytest
import yaml

from homelab_cdk._errors import WriteError
from homelab_cdk.constructs import Lab, UnitChart
from homelab_cdk.model import Body
from homelab_cdk.order import Built, arrange
from homelab_cdk.synth._collect import collect
from homelab_cdk.synth._layout import render_units
from homelab_cdk.synth._tree import OwnedFile
from tests.labs import Plain, config_map, custom, six_systems


def _files(lab: Lab) -> dict[str, OwnedFile]:
    units = arrange(*collect(lab))
    return render_units(Built(lab=lab, units=units))


def _of(lab: Lab, folder: str) -> set[str]:
    return {path.removeprefix(f"{folder}/") for path in _files(lab) if path.startswith(f"{folder}/")}


def _object(kind: str, name: str, *, namespace: str = "app", group: str = "") -> Body:
    version = f"{group}/v1" if group else "v1"
    return {"apiVersion": version, "kind": kind, "metadata": {"name": name, "namespace": namespace}}


def test_one_file_for_each_object_by_kind_and_name() -> None:
    lab = Lab()
    Plain(lab, "app").add_manifest(config_map())
    assert _of(lab, "generated/apps/app") == {
        "kustomization.yaml",
        "namespace-app.yaml",
        "networkpolicy-default-deny.yaml",
        "configmap-settings.yaml",
    }


def test_several_namespaces_are_folders() -> None:
    lab = Lab()
    app = Plain(lab, "app")
    app.add_manifest(_object("ConfigMap", "a"))
    app.add_manifest(_object("ConfigMap", "a", namespace="default"))
    assert _of(lab, "generated/apps/app") == {
        "kustomization.yaml",
        "namespace-app.yaml",
        "app/networkpolicy-default-deny.yaml",
        "app/configmap-a.yaml",
        "default/configmap-a.yaml",
    }


def test_two_kinds_of_one_name_have_their_groups_in_the_file_name() -> None:
    lab = Lab()
    app = UnitChart(lab, "app", namespace="default")
    app.add_manifest(_object("Event", "a", namespace="default"))
    app.add_manifest(_object("Event", "a", namespace="default", group="events.k8s.io"))
    assert _of(lab, "generated/apps/app") == {"kustomization.yaml", "event-a.yaml", "event.events.k8s.io-a.yaml"}


def test_names_are_escaped_for_any_disk() -> None:
    lab = Lab()
    app = UnitChart(lab, "app", namespace="default")
    app.add_manifest(_object("ClusterRole", "system:auth", namespace="", group="rbac.authorization.k8s.io"))
    assert "clusterrole-system%3aauth.yaml" in _of(lab, "generated/apps/app")


def test_a_namespace_that_some_disk_reserves_is_escaped() -> None:
    lab = Lab()
    app = UnitChart(lab, "app", namespace="default")
    app.add_namespace(name="aux")
    app.add_manifest(config_map())
    assert "%61ux/networkpolicy-default-deny.yaml" in _of(lab, "generated/apps/app")


def test_one_object_has_one_owner() -> None:
    lab = Lab()
    app = UnitChart(lab, "app", namespace="default")
    app.add_manifest(_object("ConfigMap", "a", namespace="default"), id="one")
    app.add_manifest(_object("ConfigMap", "a", namespace="default"), id="two")
    with pytest.raises(WriteError) as error:
        _files(lab)
    assert str(error.value).startswith(
        "app/one and app/two both make ConfigMap default/a, which would be generated/apps/"
    )


def test_each_unit_lists_exactly_its_files() -> None:
    files = _files(six_systems(nodes=3))
    listings = [path for path in files if path.endswith("/kustomization.yaml")]
    for listing in listings:
        folder = listing.rpartition("/")[0]
        listed = yaml.safe_load(files[listing].content)["resources"]
        there = {path.removeprefix(f"{folder}/") for path in files if path.startswith(f"{folder}/")}
        assert listed == sorted(there - {"kustomization.yaml"}), listing


def test_flux_starts_at_one_kustomization_for_each_unit() -> None:
    lab = six_systems()
    files = _files(lab)
    for path in files:
        layer, unit = path.split("/")[1:3]
        if layer != "flux-system":
            flux = yaml.safe_load(files[f"generated/flux-system/kustomization-{unit}.yaml"].content)
            assert flux["spec"]["path"] == f"./generated/{layer}/{unit}"


def test_every_file_names_the_construct_that_made_it() -> None:
    files = _files(six_systems())
    made = files["generated/data/postgresql-main/cluster-postgresql-main.yaml"].construct
    assert made == "postgresql-main/cluster-postgresql-main"
    assert all(file.construct for file in files.values())


def test_what_is_written_does_not_depend_on_who_asked_first() -> None:
    once = _files(six_systems(nodes=3))
    lab = six_systems(nodes=3)
    collect(lab)
    assert _files(lab) == once


def test_a_custom_resource_is_in_the_config_unit() -> None:
    paths = _files(six_systems())
    assert "generated/infrastructure/metallb-config/ipaddresspool-default.yaml" in paths
    assert "generated/infrastructure/metallb/helmrelease-metallb.yaml" in paths


def test_objects_are_written_loss_free() -> None:
    lab = Lab()
    app = UnitChart(lab, "app", namespace="default")
    app.add_manifest(
        {**config_map(), "data": {"null": None, "big": 2**70, "text": "08", "float": 1.0, "tuple": (1, 2)}}
    )
    [content] = [file.content for path, file in _files(lab).items() if path.endswith("configmap-settings.yaml")]
    assert content == (
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n  namespace: default\ndata:\n"
        '  "null": null\n  big: 1180591620717411303424\n  text: "08"\n  float: 1.0\n  tuple:\n  - 1\n  - 2\n'
    )


def test_a_custom_resource_keeps_the_order_of_its_keys() -> None:
    lab = Lab()
    app = UnitChart(lab, "app", namespace="default")
    body = custom("GitRepository", "source.toolkit.fluxcd.io", namespace="default")
    app.add_manifest({"spec": {"z": 1, "a": 2}, **body})
    [content] = [file.content for path, file in _files(lab).items() if "gitrepository" in path]
    assert [line.split(":")[0].strip() for line in content.splitlines()] == [
        "apiVersion",
        "kind",
        "metadata",
        "name",
        "namespace",
        "spec",
        "z",
        "a",
    ]
