from __future__ import annotations

from pathlib import Path

import pytest

from homelab_cdk.model import Body
from tests.checks.bare import kustomization, told_of_files
from tests.checks.looking import found, lab_of, thing


def repository(name: str = "tea", namespace: str = "app", **ref: str) -> Body:
    spec = {"url": "https://git.example.com/tea/tea.git", "ref": ref}
    return thing("source.toolkit.fluxcd.io/v1", "GitRepository", name, namespace=namespace, spec=spec)


def test_a_branch_of_somebody_else() -> None:
    assert found(lab_of(repository(branch="main")), "HL273") == [
        "app/gitrepository-tea: GitRepository.source.toolkit.fluxcd.io app/tea: spec.ref is the branch main, which moves"
        " without a commit in this repository; write a tag or a commit",
    ]


def test_a_range() -> None:
    assert found(lab_of(repository(semver=">=1.0.0")), "HL273") == [
        "app/gitrepository-tea: GitRepository.source.toolkit.fluxcd.io app/tea: spec.ref is the semver >=1.0.0, which"
        " moves without a commit in this repository; write a tag or a commit",
    ]


@pytest.mark.parametrize(
    "ref",
    [{"tag": "v1.2.3"}, {"branch": "main", "commit": "3f1c"}, {"name": "refs/tags/v1.2.3"}],
    ids=["a tag", "a commit of a branch", "a tag by its full name"],
)
def test_what_stays(ref: Body) -> None:
    assert found(lab_of(repository(**ref)), "HL273") == []


def test_the_repository_of_the_lab() -> None:
    assert found(lab_of(repository("flux-system", "flux-system", branch="main")), "HL273") == []


def test_what_a_tree_is_read_from_itself(tmp_path: Path) -> None:
    """GIVEN two repositories by branch, one of which holds the folders that are applied here, THEN only the other is found."""
    source = {"kind": "GitRepository", "name": "home"}
    files = {
        "flux/tea.yaml": kustomization(path="./tea", sourceRef=source),
        "tea/one.yaml": [repository(name, "flux-system", branch="main") for name in ("home", "upstream")],
    }
    assert [line.split(":")[0] for line in told_of_files("HL273", tmp_path, files)] == [
        "GitRepository.source.toolkit.fluxcd.io flux-system/upstream"
    ]
