from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from homelab_cdk.constructs import Lab
from homelab_cdk.model import Body
from tests.checks.bare import kustomization as kustomization_of, told_of_files
from tests.checks.looking import found, lab_of, thing
from tests.trees.repo import config, listing

GROUP = "kustomize.toolkit.fluxcd.io"


def kustomization(name: str, path: str, source: str = "flux-system", **more: Any) -> Body:
    reference = {"kind": "GitRepository", "name": source, "namespace": "flux-system"}
    spec = {"interval": "1h", "path": path, "sourceRef": reference, **more}
    return thing(f"{GROUP}/v1", "Kustomization", name, namespace="app", spec=spec)


def lab_with(*bodies: Body) -> Lab:
    return lab_of(*bodies)


def test_the_folder_of_a_unit() -> None:
    assert found(lab_with(kustomization("one", "./generated/apps/app")), "HL260") == [
        f"app/kustomization-one: Kustomization.{GROUP} app/one: spec.path is generated/apps/app, and the unit app applies"
        " generated/apps/app of the same source; give each a folder of its own, side by side",
    ]


@pytest.mark.parametrize("path", [".", "generated", "generated/flux-system", "generated/apps/app/sub"])
def test_what_holds_or_lies_in_the_folder_of_another(path: str) -> None:
    assert len(found(lab_with(kustomization("one", path)), "HL260")) == 1


def test_a_folder_of_the_tree_that_is_not_there() -> None:
    assert found(lab_with(kustomization("one", "generated/apps/other")), "HL260") == [
        f"app/kustomization-one: Kustomization.{GROUP} app/one: spec.path is generated/apps/other, which is no folder of this"
        " tree; write one that is there, outside of generated/",
    ]


@pytest.mark.parametrize("path", ["/deploy", "../deploy", "a/../../deploy"])
def test_a_path_out_of_the_source(path: str) -> None:
    assert found(lab_with(kustomization("one", path, "tea")), "HL260") == [
        f"app/kustomization-one: Kustomization.{GROUP} app/one: spec.path is {path!r}, which is not inside of its source; write"
        " a path relative to the root of the source, such as ./deploy",
    ]


def test_two_of_one_foreign_source() -> None:
    lab = lab_with(kustomization("one", "deploy", "tea"), kustomization("two", "./deploy/base", "tea"))
    assert found(lab, "HL260") == [
        f"app/kustomization-two: Kustomization.{GROUP} app/two: spec.path is deploy/base, and Kustomization.{GROUP} app/one"
        " (app/kustomization-one) applies deploy of the same source; give each a folder of its own, side by side",
    ]


def test_folders_side_by_side() -> None:
    lab = lab_with(
        kustomization("one", "deploy", "tea"),
        kustomization("two", "deployment", "tea"),
        kustomization("three", "deploy", "coffee"),
        kustomization("four", "extra"),
    )
    assert found(lab, "HL260") == []


def test_two_that_make_other_objects_of_one_folder() -> None:
    one, two = (kustomization(name, "deploy", "tea", targetNamespace=name) for name in ("one", "two"))
    assert found(lab_with(one, two), "HL260") == []


def test_a_folder_in_that_of_a_listing(tmp_path: Path) -> None:
    """GIVEN a Kustomization for a folder whose listing names others, THEN their folders may lie in it."""
    files = {
        "flux/all.yaml": kustomization_of("all", path="./apps"),
        "apps/kustomization.yaml": listing("tea/ks.yaml"),
        "apps/tea/ks.yaml": kustomization_of("tea", path="./apps/tea/app"),
        "apps/tea/app/one.yaml": config("one", "tea"),
    }
    assert told_of_files("HL260", tmp_path, files) == []
    assert told_of_files("HL201", tmp_path, files) == []


def test_a_folder_that_two_of_a_tree_apply_is_told_of_its_objects(tmp_path: Path) -> None:
    files = {
        "flux/all.yaml": [kustomization_of("all", path="./apps"), kustomization_of("tea", path="./apps/tea")],
        "apps/tea/one.yaml": config("one", "tea"),
    }
    assert told_of_files("HL260", tmp_path, files) == []
    assert told_of_files("HL201", tmp_path, files) == [
        "ConfigMap tea/one: all/configmap-tea-one makes this object, too"
    ]
