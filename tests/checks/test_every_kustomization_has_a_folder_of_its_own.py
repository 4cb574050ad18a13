from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from homelab_cdk.checks import check_tree, examine
from homelab_cdk.constructs import Lab
from homelab_cdk.model import Body
from tests.checks.bare import kustomization as kustomization_of, told_of_files
from tests.checks.looking import built, found, lab_of, thing
from tests.trees.repo import config, listing

GROUP = "kustomize.toolkit.fluxcd.io"


def kustomization(name: str, path: str, source: str = "flux-system", **more: Any) -> Body:
    reference = {"kind": "GitRepository", "name": source, "namespace": "flux-system"}
    spec = {"interval": "1h", "path": path, "sourceRef": reference, **more}
    return thing(f"{GROUP}/v1", "Kustomization", name, namespace="app", spec=spec)


def lab_with(*bodies: Body) -> Lab:
    return lab_of(*bodies)


def unknowns(lab: Lab) -> list[str]:
    return [one.reason for one in examine(built(lab)).unchecked if one.code == "HL260"]


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


def test_two_of_one_folder_of_a_foreign_source() -> None:
    lab = lab_with(kustomization("one", "deploy", "tea"), kustomization("two", "./deploy/", "tea"))
    assert found(lab, "HL260") == [
        f"app/kustomization-two: Kustomization.{GROUP} app/two: spec.path is deploy, and Kustomization.{GROUP} app/one"
        " (app/kustomization-one) applies deploy of the same source; give each a folder of its own, side by side",
    ]


@pytest.mark.parametrize("paths", [("deploy", "./deploy/base"), ("deploy/base", "deploy")])
def test_a_folder_within_another_that_may_leave_it_out(paths: tuple[str, str]) -> None:
    """THEN it cannot be told: a kustomization.yaml may list what belongs to the outer one."""
    lab = lab_with(*(kustomization(f"of-{number}", path, "tea") for number, path in enumerate(paths)))
    assert found(lab, "HL260") == []
    [reason] = unknowns(lab)
    assert reason.endswith("whether a kustomization.yaml in deploy leaves out deploy/base is not known")


@pytest.mark.parametrize(
    "spec",
    [{"targetNamespace": "b"}, {"nameSuffix": "-b"}, {"postBuild": {"substitute": {"APP": "b"}}}],
    ids=["another namespace", "other names", "what the objects are made with"],
)
def test_one_folder_for_two_that_rename_its_objects(spec: Body) -> None:
    lab = lab_with(kustomization("one", "deploy", "tea"), kustomization("two", "deploy", "tea", **spec))
    assert found(lab, "HL260") == []
    [reason] = unknowns(lab)
    assert reason.endswith(f"whether their {next(iter(spec))} give all objects other names is not known")


def test_one_folder_in_two_clusters() -> None:
    other = {"kubeConfig": {"secretRef": {"name": "cottage"}}}
    lab = lab_with(kustomization("one", "deploy", "tea"), kustomization("two", "deploy", "tea", **other))
    assert found(lab, "HL260") == unknowns(lab) == []


def test_a_tree_that_holds_its_kustomizations() -> None:
    """GIVEN a tree that is looked at without the lab that wrote it, THEN no folder is taken before."""
    bodies = [kustomization("app", "./generated/apps/app"), kustomization("tea", "./generated/apps/tea")]
    assert [finding for finding in check_tree(bodies) if finding.code == "HL260"] == []


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


def test_one_that_stands_twice_is_told_of_as_an_object(tmp_path: Path) -> None:
    """GIVEN one Kustomization that two folders bring, THEN it is the object that has two owners, not its folder."""
    files = {
        "flux/all.yaml": [kustomization_of(name, path=f"./{name}") for name in ("one", "two")],
        **{f"{name}/ks.yaml": kustomization_of("tea", path="./tea") for name in ("one", "two")},
        "tea/one.yaml": config("one", "tea"),
    }
    assert told_of_files("HL260", tmp_path, files) == []
    assert [line.split(":")[0] for line in told_of_files("HL201", tmp_path, files)] == [
        "Kustomization.kustomize.toolkit.fluxcd.io flux-system/tea"
    ]
