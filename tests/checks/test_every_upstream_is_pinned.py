from __future__ import annotations

import pytest

from homelab_cdk.constructs import Lab
from homelab_cdk.model import Body
from tests.checks.looking import found, lab_of, thing, with_crds

GROUP = "source.toolkit.fluxcd.io"


def lab(**ref: str) -> Lab:
    body: Body = thing(f"{GROUP}/v1", "GitRepository", "upstream", namespace="app", spec={"ref": ref})
    return with_crds(lab_of(body), GROUP, "GitRepository")


@pytest.mark.parametrize(("key", "value"), [("branch", "main"), ("semver", "1.x"), ("name", "refs/heads/main")])
def test_what_moves_by_itself(key: str, value: str) -> None:
    assert found(lab(**{key: value}), "HL273") == [
        f"app/gitrepository-upstream: GitRepository.source.toolkit.fluxcd.io app/upstream: spec.ref is the {key} {value}, which"
        " moves without a commit in this repository; write a tag or a commit",
    ]


@pytest.mark.parametrize(("key", "value"), [("tag", "v1.2.3"), ("commit", "0" * 40), ("name", "refs/tags/v1.2.3")])
def test_what_stays(key: str, value: str) -> None:
    assert found(lab(**{key: value}), "HL273") == []


def test_a_branch_with_a_commit_of_it() -> None:
    assert found(lab(branch="main", commit="0" * 40), "HL273") == []
