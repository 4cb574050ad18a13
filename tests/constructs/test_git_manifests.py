"""Manifests of a Git repository: what Flux is told, so that it applies what the lock has proven."""

from __future__ import annotations

from dataclasses import replace

import yaml

from homelab_cdk.constructs import GitManifests, Lab, Patch
from homelab_cdk.model import Body, ChartPin
from tests.labs import Plain, one

PIN = ChartPin(name="brewer", version="v2", repository="git+https://git.example.com/brewer", path="deploy")


def _applied(pin: ChartPin = PIN, **options: object) -> tuple[Lab, Body]:
    lab = Lab()
    GitManifests(Plain(lab, "brewer"), pin=pin, **options)  # type: ignore[arg-type]  # as tests name them
    spec: Body = one(lab, "Kustomization", "brewer-upstream")["spec"]
    return lab, spec


def _ignored(lab: Lab) -> list[str]:
    text: str = one(lab, "GitRepository", "brewer-upstream")["spec"]["ignore"]
    return text.splitlines()


def test_one_folder_is_applied_as_it_is() -> None:
    lab, spec = _applied(replace(PIN, path="config/crd"))
    assert spec["path"] == "./config/crd"
    assert spec["targetNamespace"] == "brewer"
    assert "images" not in spec
    assert "patches" not in spec
    assert _ignored(lab) == ["/*", "!/config", "/config/*", "!/config/crd"]


def test_several_folders_are_all_that_the_source_holds() -> None:
    lab, spec = _applied(replace(PIN, more_paths=("crds/new", "crds/old")))
    assert spec["path"] == "./"
    assert _ignored(lab) == ["/*", "!/deploy", "!/crds", "/crds/*", "!/crds/new", "!/crds/old"]


def test_objects_are_changed_and_left_out() -> None:
    size = {"op": "add", "path": "/spec/replicas", "value": 2}
    patch = Patch(kind="Deployment", name="brewer", operations=[size], reason="two brew faster")
    _, spec = _applied(images={"brew/er": "v2"}, patches=[patch], without=[("Namespace", "brewery")])
    assert spec["images"] == [{"name": "brew/er", "newTag": "v2"}]
    removal, change = spec["patches"]
    assert removal["target"] == {"kind": "Namespace", "name": "brewery"}
    assert yaml.safe_load(removal["patch"])["$patch"] == "delete"
    assert change["target"] == {"kind": "Deployment", "name": "brewer"}
    assert yaml.safe_load(change["patch"]) == [size]


def test_what_is_kept_is_neither_pruned_nor_deleted_with_its_kustomization() -> None:
    lab, spec = _applied()
    assert (spec["prune"], spec["deletionPolicy"]) == (False, "Orphan")
    annotations = one(lab, "GitRepository", "brewer-upstream")["metadata"]["annotations"]
    assert annotations == {"kustomize.toolkit.fluxcd.io/prune": "disabled"}


def test_what_is_not_kept_goes_with_its_kustomization() -> None:
    lab, spec = _applied(kept=False)
    assert spec["prune"] is True
    assert "deletionPolicy" not in spec
    assert "annotations" not in one(lab, "GitRepository", "brewer-upstream")["metadata"]
