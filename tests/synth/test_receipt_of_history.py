"""A receipt no longer holds where Git's branches moved: the change is compared with what is committed."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from homelab_cdk.synth._git_refs import fingerprint_refs


def git(folder: Path, *arguments: str) -> None:
    identity = {f"GIT_{who}_{what}": "me@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    subprocess.run(["git", *arguments], cwd=folder, env={**os.environ, **identity}, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    git(folder, "commit", "-qm", "one", "--allow-empty")
    return folder


def test_outside_of_a_repository_there_is_none(tmp_path: Path) -> None:
    assert fingerprint_refs(tmp_path, "main") == ""


def test_what_is_not_committed_makes_no_difference(repository: Path) -> None:
    before = fingerprint_refs(repository, "main")
    (repository / "a.txt").write_text("a")
    git(repository, "add", "a.txt")
    assert fingerprint_refs(repository, "main") == before


@pytest.mark.parametrize(
    "change",
    [
        ["commit", "-qm", "two", "--allow-empty"],
        ["switch", "-qc", "more"],
        ["update-ref", "refs/remotes/origin/main", "HEAD"],
        ["checkout", "-q", "--detach"],
    ],
    ids=lambda change: change[0],
)
def test_branches_that_move_do(repository: Path, change: list[str]) -> None:
    before = fingerprint_refs(repository, "main")
    git(repository, *change)
    assert fingerprint_refs(repository, "main") != before


def test_a_folder_of_a_linked_worktree(repository: Path, tmp_path: Path) -> None:
    git(repository, "worktree", "add", "-qb", "more", str(tmp_path / "linked"))
    lab = tmp_path / "linked/lab"
    lab.mkdir()
    before = fingerprint_refs(lab, "main")
    assert before
    git(repository, "commit", "-qm", "two", "--allow-empty")
    assert fingerprint_refs(lab, "main") != before
    before = fingerprint_refs(lab, "main")
    git(tmp_path / "linked", "commit", "-qm", "three", "--allow-empty")
    assert fingerprint_refs(lab, "main") != before
