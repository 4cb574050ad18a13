"""Patches of kustomize."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from homelab_cdk.model import Body
from homelab_cdk.trees._strategic import merged
from tests.trees.repo import build, custom, deployment, listing, names, one, write


def patched(root: Path, body: Body, *patches: Any, **more: Any) -> Body:
    write(root, {"kustomization.yaml": listing("one.yaml", patches=list(patches), **more), "one.yaml": body})
    return one(build(root))


def release(**spec: Any) -> Body:
    return custom("HelmRelease", "tea", "helm.toolkit.fluxcd.io", **spec)


def text(**spec: Any) -> str:
    return yaml.safe_dump(release(**spec))


def test_a_patch_merges_maps_and_drops_nulls(tmp_path: Path) -> None:
    body = patched(
        tmp_path, release(install={"a": 1, "b": {"c": 2}}, gone=1), {"patch": text(install={"b": {"d": 3}}, gone=None)}
    )
    assert body["spec"] == {"install": {"a": 1, "b": {"c": 2, "d": 3}}}


def test_lists_of_custom_resources_are_replaced(tmp_path: Path) -> None:
    body = patched(tmp_path, release(env=[{"name": "a"}]), {"patch": text(env=[{"name": "b"}])})
    assert body["spec"] == {"env": [{"name": "b"}]}


def test_lists_of_kubernetes_own_are_merged_by_their_key(tmp_path: Path) -> None:
    patch = {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "web"},
        "spec": {
            "template": {
                "spec": {
                    "containers": [
                        {"name": "web", "env": [{"name": "A", "value": "1"}]},
                        {"name": "side", "image": "b:1"},
                    ],
                    "tolerations": [{"key": "x"}],
                }
            }
        },
    }
    pod = patched(tmp_path, deployment(), {"patch": yaml.safe_dump(patch)})["spec"]["template"]["spec"]
    assert pod["containers"] == [
        {"name": "web", "image": "registry.example.com/web:1.2.3", "env": [{"name": "A", "value": "1"}]},
        {"name": "side", "image": "b:1"},
    ]
    assert pod["tolerations"] == [{"key": "x"}]


@pytest.mark.parametrize(
    ("containers", "expected"),
    [
        ([{"name": "web", "$patch": "delete"}], []),
        ([{"$patch": "replace"}, {"name": "other", "image": "b:1"}], [{"name": "other", "image": "b:1"}]),
        ([{"name": "gone", "$patch": "delete"}], [{"name": "web", "image": "registry.example.com/web:1.2.3"}]),
    ],
)
def test_directives_in_lists(tmp_path: Path, containers: list[Body], expected: list[Body]) -> None:
    patch = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"}}
    patch["spec"] = {"template": {"spec": {"containers": containers}}}  # type: ignore[assignment]  # as it stands in YAML
    body = patched(tmp_path, deployment(), {"patch": yaml.safe_dump(patch)})
    assert body["spec"]["template"]["spec"]["containers"] == expected


@pytest.mark.parametrize("field", ["patches", "patchesStrategicMerge"])
def test_a_patch_deletes_an_object(tmp_path: Path, field: str) -> None:
    patch = f"$patch: delete\n{text()}"
    entry = {"patch": patch} if field == "patches" else patch
    write(
        tmp_path, {"kustomization.yaml": listing("one.yaml", **{field: [entry]}), "one.yaml": [release(), deployment()]}
    )
    assert names(build(tmp_path)) == ["Deployment.apps web"]


def test_operations_on_whatever_a_target_takes(tmp_path: Path) -> None:
    operations = [
        {"op": "add", "path": "/spec/values", "value": {"a": [1]}},
        {"op": "add", "path": "/spec/values/a/-", "value": 2},
        {"op": "remove", "path": "/spec/interval"},
    ]
    patch = {"target": {"kind": "HelmRelease", "name": "t.*"}, "patch": yaml.safe_dump(operations)}
    assert patched(tmp_path, release(interval="1h"), patch)["spec"] == {"values": {"a": [1, 2]}}


@pytest.mark.parametrize(
    ("target", "takes"),
    [
        ({"kind": "HelmRelease"}, True),
        ({"kind": "Helm"}, False),
        ({"group": "helm.toolkit.fluxcd.io", "version": "v1", "name": "tea"}, True),
        ({"group": "apps"}, False),
        ({"namespace": "pot"}, False),
        ({"labelSelector": "team=tea"}, True),
        ({"labelSelector": "team!=tea"}, False),
        ({"labelSelector": "team in (tea, coffee), hot"}, True),
        ({"labelSelector": "team notin (tea, coffee)"}, False),
        ({"labelSelector": "!hot"}, False),
        ({"annotationSelector": "note=a"}, False),
        ({"name": "("}, False),
    ],
)
def test_targets(tmp_path: Path, target: Body, takes: bool) -> None:
    body = release()
    body["metadata"]["labels"] = {"team": "tea", "hot": "yes"}
    patch = {"target": target, "patch": "- {op: add, path: /spec/found, value: true}\n"}
    assert ("found" in patched(tmp_path, body, patch)["spec"]) is takes


def test_a_patch_still_finds_what_was_renamed(tmp_path: Path) -> None:
    """GIVEN a listing that gives a prefix, WHEN one above patches by the first name, THEN it takes the object."""
    write(
        tmp_path,
        {
            "kustomization.yaml": listing("app", patches=[{"patch": text(found=True)}]),
            "app/kustomization.yaml": listing("one.yaml", namePrefix="hot-", namespace="pot"),
            "app/one.yaml": release(),
        },
    )
    body = one(build(tmp_path))
    assert (body["metadata"]["name"], body["spec"]) == ("hot-tea", {"found": True})


def test_patches_in_files_are_no_objects(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "kustomization.yaml": listing(
                "one.yaml",
                patches=[{"path": "merge.yaml"}],
                patchesJson6902=[{"target": {"kind": "HelmRelease", "name": "tea"}, "path": "operations.yaml"}],
            ),
            "one.yaml": release(),
            "merge.yaml": release(merged=True),
            "operations.yaml": [[{"op": "add", "path": "/spec/operated", "value": True}]],
        },
    )
    making = build(tmp_path)
    assert one(making)["spec"] == {"merged": True, "operated": True}
    assert making.data == {"merge.yaml", "operations.yaml"}


@pytest.mark.parametrize(
    ("patch", "what"),
    [
        ({"path": "gone.yaml"}, "gone.yaml"),
        ({"patch": "a: [\n"}, "a: ["),
        (
            {"target": {"kind": "HelmRelease"}, "patch": "- {op: remove, path: /spec/gone}\n"},
            "the patch of HelmRelease tea",
        ),
    ],
)
def test_a_patch_that_cannot_be_applied(tmp_path: Path, patch: Body, what: str) -> None:
    write(tmp_path, {"kustomization.yaml": listing("one.yaml", patches=[patch]), "one.yaml": release()})
    [outside] = build(tmp_path).outside
    assert (outside.what, outside.fault, outside.brings) == (what, True, False)


@pytest.mark.parametrize("metadata", ["tea", ["tea"], 1, None])
def test_a_patch_with_odd_metadata_is_borne(tmp_path: Path, metadata: object) -> None:
    patch = {"apiVersion": "helm.toolkit.fluxcd.io/v2", "kind": "HelmRelease", "metadata": metadata, "spec": {"a": 1}}
    assert merged(release(), patch) == release(a=1)
