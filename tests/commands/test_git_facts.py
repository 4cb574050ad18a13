"""What Git knows of a lab, and where it differs from what Flux is told."""

from __future__ import annotations

import json
from pathlib import Path

import git
import pytest

from homelab_cdk.commands._git import GitFacts, git_facts, git_warnings
from homelab_cdk.model import GitSource
from tests.commands._lab import Run

SOURCE = GitSource(url="https://git.example.com/me/homelab.git", branch="main")


def commit_all(folder: Path, *, branch: str = "main") -> None:
    with git.Repo.init(folder, initial_branch=branch) as repository:
        repository.git.add("--all")
        author = git.Actor("me", "me@example.com")
        repository.index.commit("all", author=author, committer=author)


def test_outside_of_a_repository_there_are_no_facts(tmp_path: Path) -> None:
    assert git_facts(tmp_path) is None


def test_a_repository_without_a_commit_has_a_branch(tmp_path: Path) -> None:
    git.Repo.init(tmp_path, initial_branch="trunk").close()
    assert git_facts(tmp_path) == GitFacts(branch="trunk", remote=None)


def test_a_detached_head_has_no_branch(tmp_path: Path) -> None:
    (tmp_path / "homelab.yaml").write_text("version: 1\n")
    commit_all(tmp_path)
    with git.Repo(tmp_path) as repository:
        repository.git.checkout("--detach")
    facts = git_facts(tmp_path)
    assert facts is not None
    assert facts.branch is None
    assert git_warnings(facts, SOURCE) == []


def test_what_is_not_committed_is_named_from_the_lab(tmp_path: Path) -> None:
    lab = tmp_path / "labs" / "äther lab"
    (lab / "apps").mkdir(parents=True)
    (lab / "homelab.yaml").write_text("version: 1\n")
    (lab / "apps/one.py").write_text("")
    commit_all(tmp_path)
    assert git_facts(lab) == GitFacts(branch="main", remote=None)
    (lab / "homelab.yaml").write_text("version: 1\nname: x\n")
    (lab / "apps/türe.py").write_text("")
    (tmp_path / "elsewhere").write_text("")
    facts = git_facts(lab)
    assert facts is not None
    assert facts.uncommitted == ("apps/türe.py", "homelab.yaml")


@pytest.mark.parametrize(
    "remote",
    [
        "https://git.example.com/me/homelab.git",
        "https://git.example.com/me/homelab",
        "https://me:secret@git.example.com/me/homelab.git/",
        "git@git.example.com:me/homelab.git",
        "ssh://git@git.example.com:2222/me/homelab.git",
        "https://GIT.example.com/me/homelab.git",
    ],
)
def test_one_repository_has_many_addresses(remote: str) -> None:
    assert git_warnings(GitFacts(branch="main", remote=remote), SOURCE) == []


def test_another_branch_is_a_warning() -> None:
    [told] = git_warnings(GitFacts(branch="try", remote=None), SOURCE)
    assert told.startswith("the current branch is try, Flux follows main")


def test_another_remote_is_a_warning_that_keeps_passwords() -> None:
    [told] = git_warnings(GitFacts(branch="main", remote="https://me:secret@example.org/me/lab.git"), SOURCE)
    assert "the remote is https://example.org/me/lab.git, Flux reads https://git.example.com" in told
    assert "secret" not in told


def test_synth_tells_it_as_json(run: Run, lab_repository: Path) -> None:
    commit_all(lab_repository, branch="try")
    told = json.loads(run("synth", "--json", "-C", lab_repository).stdout)
    assert told["git"] == {"branch": "try", "remote": None, "uncommitted": []}
    assert len(told["warnings"]) == 1


def test_synth_outside_of_a_repository_is_no_error(run: Run, lab_repository: Path) -> None:
    told = json.loads(run("synth", "--json", "-C", lab_repository).stdout)
    assert (told["git"], told["warnings"]) == (None, [])


def test_a_machine_without_git_is_no_error(run: Run, lab_repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit_all(lab_repository)
    monkeypatch.setattr(git.Git, "GIT_PYTHON_GIT_EXECUTABLE", "no-such-git")
    assert git_facts(lab_repository) is None
