from __future__ import annotations

from pathlib import Path

import pytest

from homelab_cdk.checks import check_tree
from homelab_cdk.model import Body
from tests.checks.bare import kustomization as kustomization_of, told
from tests.checks.looking import found, lab_of, thing

GROUP = "kustomize.toolkit.fluxcd.io"


def kustomization(name: str, *needs: str, namespace: str = "app") -> Body:
    depends = [{"name": need.rpartition("/")[2], "namespace": need.rpartition("/")[0] or namespace} for need in needs]
    return thing(f"{GROUP}/v1", "Kustomization", name, namespace=namespace, spec={"dependsOn": depends})


def test_two_that_wait_for_each_other() -> None:
    assert found(lab_of(kustomization("a", "b"), kustomization("b", "a")), "HL360") == [
        f"app/kustomization-a: Kustomization.{GROUP} app/a: it waits for itself: Kustomization a waits for Kustomization b waits"
        " for Kustomization a; leave one of these dependencies out, or give what really needs the other one a Kustomization"
        " of its own",
    ]


def test_one_that_waits_for_itself() -> None:
    assert len(found(lab_of(kustomization("a", "a")), "HL360")) == 1


def test_one_that_waits_for_the_unit_that_applies_it() -> None:
    assert found(lab_of(kustomization("a", "flux-system/app")), "HL360") == [
        f"app/kustomization-a: Kustomization.{GROUP} app/a: it waits for itself: Kustomization a waits for Kustomization app"
        " waits for Kustomization a; leave one of these dependencies out, or give what really needs the other one a"
        " Kustomization of its own",
    ]


def test_releases() -> None:
    bodies = [
        thing("helm.toolkit.fluxcd.io/v2", "HelmRelease", name, namespace="app", spec={"dependsOn": [{"name": need}]})
        for name, need in (("a", "b"), ("b", "a"))
    ]
    assert len(found(lab_of(*bodies), "HL360")) == 1


def test_two_circles() -> None:
    bodies = [kustomization(name, need) for name, need in (("a", "b"), ("b", "a"), ("c", "d"), ("d", "c"))]
    assert [line.partition(":")[0] for line in found(lab_of(*bodies), "HL360")] == [
        "app/kustomization-a",
        "app/kustomization-c",
    ]


@pytest.mark.parametrize(("wait", "findings"), [("true", 1), ("false", 0)])
def test_a_tree_whose_kustomizations_apply_others(tmp_path: Path, wait: str, findings: int) -> None:
    """GIVEN one that applies another, which depends on it, THEN it matters whether the first waits for what it applies."""
    for folder, name, path, more in (
        ("flux", "apps", "./apps", f"wait: {wait}"),
        ("apps", "tea", "./tea", "dependsOn: [{name: apps}]"),
    ):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{name}.yaml").write_text(
            f"apiVersion: {GROUP}/v1\nkind: Kustomization\nmetadata: {{name: {name}, namespace: flux-system}}\n"
            f"spec: {{path: {path}, sourceRef: {{kind: GitRepository, name: flux-system}}, {more}}}\n"
        )
    assert len([one for one in check_tree(tmp_path) if one.code == "HL360"]) == findings


def test_a_tree_with_a_kustomization_in_a_folder_of_its_name() -> None:
    """GIVEN a folder that no Kustomization applies, THEN nothing waits for what is in it."""
    one = kustomization("objects", namespace="flux-system")
    assert [finding for finding in check_tree([one]) if finding.code == "HL360"] == []


def test_a_chain() -> None:
    assert found(lab_of(kustomization("a", "b", "c"), kustomization("b", "c"), kustomization("c")), "HL360") == []


@pytest.mark.parametrize(("wait", "expected"), [(True, 2), (False, 0)])
def test_an_umbrella_that_does_not_wait(wait: bool, expected: int) -> None:
    """GIVEN a Kustomization that applies itself and one that waits for it, WHEN it does not wait for what it applies."""
    child = kustomization_of("child", path="./far", dependsOn=[{"name": "tea"}])
    assert len(told("HL360", kustomization_of(wait=wait), child)) == expected


def test_kustomizations_of_one_name_in_two_namespaces() -> None:
    one = kustomization_of("one", "a", path="./one", dependsOn=[{"name": "one", "namespace": "b"}])
    two = kustomization_of("one", "b", path="./two")
    assert told("HL360", one, two) == []
