"""What kustomize makes of a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from homelab_cdk.model import Body
from tests.trees.repo import build, config, custom, deployment, listing, names, one, write


def test_resources_are_files_and_folders(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "kustomization.yaml": listing("./tea.yaml", "milk"),
            "tea.yaml": [config("green"), config("black")],
            "left-out.yaml": config("herbal"),
            "milk/kustomization.yaml": listing("oat.yaml"),
            "milk/oat.yaml": config("oat"),
        },
    )
    making = build(tmp_path)
    assert names(making) == ["ConfigMap green", "ConfigMap black", "ConfigMap oat"]
    assert [(made.file, made.line) for made in making.made] == [("tea.yaml", 1), ("tea.yaml", 6), ("milk/oat.yaml", 1)]
    assert "left-out.yaml" not in making.files


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (config("tea"), "ConfigMap pot/tea"),
        (config("tea", "kettle"), "ConfigMap pot/tea"),
        (custom("Tea", "green"), "Tea.tea.example.com pot/green"),
        ({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "not-used"}}, "Namespace pot"),
        ({"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": "disk"}}, "PersistentVolume disk"),
        (custom("ClusterIssuer", "ca", "cert-manager.io"), "ClusterIssuer.cert-manager.io ca"),
        (custom("Cluster", "db", "postgresql.cnpg.io"), "Cluster.postgresql.cnpg.io pot/db"),
        (custom("GatewayClass", "one", "gateway.networking.k8s.io"), "GatewayClass.gateway.networking.k8s.io one"),
    ],
)
def test_a_namespace_is_given_to_what_lives_in_one(tmp_path: Path, body: Body, expected: str) -> None:
    write(tmp_path, {"kustomization.yaml": listing("all.yaml", namespace="pot"), "all.yaml": body})
    assert names(build(tmp_path)) == [expected]


def test_a_crd_of_the_tree_says_where_its_kind_lives(tmp_path: Path) -> None:
    crd = custom("CustomResourceDefinition", "teas.tea.example.com", "apiextensions.k8s.io")
    crd["spec"] = {"group": "tea.example.com", "names": {"kind": "Tea"}, "scope": "Cluster"}
    write(
        tmp_path,
        {
            "crds/tea.yaml": crd,
            "app/kustomization.yaml": listing("tea.yaml", namespace="pot"),
            "app/tea.yaml": custom("Tea", "green"),
        },
    )
    assert names(build(tmp_path, "app")) == ["Tea.tea.example.com green"]


def test_accounts_in_bindings_move_along(tmp_path: Path) -> None:
    binding = custom("RoleBinding", "tea", "rbac.authorization.k8s.io")
    binding["subjects"] = [
        {"kind": "ServiceAccount", "name": "tea", "namespace": "old"},
        {"kind": "ServiceAccount", "name": "stranger", "namespace": "old"},
    ]
    account = {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "tea", "namespace": "old"}}
    write(tmp_path, {"kustomization.yaml": listing("all.yaml", namespace="pot"), "all.yaml": [account, binding]})
    assert [subject["namespace"] for subject in one(build(tmp_path), "RoleBinding")["subjects"]] == ["pot", "old"]


def test_a_component_works_on_what_is_there_already(tmp_path: Path) -> None:
    """GIVEN a component that brings an object and patches all Deployments, THEN it does both to whoever takes it."""
    patch = {
        "target": {"kind": "Deployment"},
        "patch": "- {op: add, path: /spec/replicas, value: 2}\n- {op: test, path: /kind, value: Deployment}",
    }
    write(
        tmp_path,
        {
            "app/kustomization.yaml": listing("web.yaml", components=["../component"], namespace="pot"),
            "app/web.yaml": deployment(),
            "component/kustomization.yaml": listing("cup.yaml", kind="Component", patches=[patch]),
            "component/cup.yaml": config("cup"),
        },
    )
    making = build(tmp_path, "app")
    assert names(making) == ["Deployment.apps pot/web", "ConfigMap pot/cup"]
    assert one(making, "Deployment")["spec"]["replicas"] == 2


def test_prefixes_reach_what_names_the_object(tmp_path: Path) -> None:
    web = deployment()
    pod = web["spec"]["template"]["spec"]
    pod["volumes"] = [{"name": "a", "configMap": {"name": "tea"}}, {"name": "b", "secret": {"secretName": "far"}}]
    pod["containers"][0]["envFrom"] = [{"configMapRef": {"name": "tea"}}]
    write(
        tmp_path,
        {
            "kustomization.yaml": listing("all.yaml", namePrefix="hot-", nameSuffix="-now"),
            "all.yaml": [web, config("tea")],
        },
    )
    making = build(tmp_path)
    assert names(making) == ["Deployment.apps hot-web-now", "ConfigMap hot-tea-now"]
    pod = one(making, "Deployment")["spec"]["template"]["spec"]
    assert [pod["volumes"][0]["configMap"]["name"], pod["volumes"][1]["secret"]["secretName"]] == ["hot-tea-now", "far"]
    assert pod["containers"][0]["envFrom"] == [{"configMapRef": {"name": "hot-tea-now"}}]


def test_labels_annotations_images_and_replicas(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "kustomization.yaml": listing(
                "web.yaml",
                commonLabels={"team": "tea"},
                labels=[{"pairs": {"pot": "1"}}, {"pairs": {"cup": "2"}, "includeTemplates": True}],
                commonAnnotations={"note": "hot"},
                images=[{"name": "registry.example.com/web", "newTag": "2.0.0"}],
                replicas=[{"name": "web", "count": 3}],
            ),
            "web.yaml": deployment(),
        },
    )
    body = one(build(tmp_path))
    template = body["spec"]["template"]
    assert body["metadata"]["labels"] == {"team": "tea", "pot": "1", "cup": "2"}
    assert body["metadata"]["annotations"] == template["metadata"]["annotations"] == {"note": "hot"}
    assert template["metadata"]["labels"] == {"app": "web", "team": "tea", "cup": "2"}
    assert body["spec"]["selector"]["matchLabels"] == {"app": "web", "team": "tea"}
    assert template["spec"]["containers"][0]["image"] == "registry.example.com/web:2.0.0"
    assert body["spec"]["replicas"] == 3


@pytest.mark.parametrize(
    ("image", "change", "expected"),
    [
        ("web", {"newName": "other"}, "other"),
        ("web:1", {"newName": "registry.example.com:5000/web"}, "registry.example.com:5000/web:1"),
        ("registry.example.com:5000/web", {"newTag": "2"}, "registry.example.com:5000/web"),
        ("web:1", {"digest": "sha256:0"}, "web@sha256:0"),
    ],
)
def test_images_by_name(tmp_path: Path, image: str, change: Body, expected: str) -> None:
    images = [{"name": "web", **change}]
    write(tmp_path, {"kustomization.yaml": listing("web.yaml", images=images), "web.yaml": deployment(image=image)})
    assert one(build(tmp_path))["spec"]["template"]["spec"]["containers"][0]["image"] == expected


@pytest.mark.parametrize(
    ("entry", "reason", "fault"),
    [
        ("https://example.com/all.yaml", "it is read from elsewhere", False),
        ("github.com/tea/pot//deploy?ref=v1", "it is read from elsewhere", False),
        ("../../elsewhere", "it lies outside of the tree", False),
        ("gone.yaml", "it is not there", True),
        ("bare", "it has no kustomization.yaml", True),
        ("part", "its listing is no Kustomization, and kustomize refuses it here", True),
        ("../app", "it holds itself", True),
    ],
)
def test_what_the_tree_does_not_show(tmp_path: Path, entry: str, reason: str, fault: bool) -> None:
    write(
        tmp_path,
        {
            "app/kustomization.yaml": listing(entry),
            "app/bare/tea.yaml": config("tea"),
            "app/part/kustomization.yaml": listing(kind="Component"),
        },
    )
    [outside] = build(tmp_path, "app").outside
    assert (outside.file, outside.what, outside.reason, outside.fault) == (
        "app/kustomization.yaml",
        entry,
        reason,
        fault,
    )
    assert outside.brings


def test_charts_that_kustomize_inflates_are_not_seen(tmp_path: Path) -> None:
    write(tmp_path, {"kustomization.yaml": listing(helmCharts=[{"name": "tea", "repo": "https://charts.example.com"}])})
    assert [(one.what, one.brings) for one in build(tmp_path).outside] == [("tea", True)]


def test_objects_that_share_an_anchor_are_patched_one_by_one(tmp_path: Path) -> None:
    text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one, labels: &l {a: b}}\nother: {labels: *l}\n"
    write(
        tmp_path,
        {
            "kustomization.yaml": listing("one.yaml", commonAnnotations={}, labels=[{"pairs": {"c": "d"}}]),
            "one.yaml": text,
        },
    )
    body = one(build(tmp_path))
    assert (body["metadata"]["labels"], body["other"]["labels"]) == ({"a": "b", "c": "d"}, {"a": "b"})
