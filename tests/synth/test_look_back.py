"""Comparing what is about to be written with what is committed."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from homelab_cdk._errors import CheckError
from homelab_cdk.changes import Base, Missing, blob_id, committed_files, find_base, read_blobs
from homelab_cdk.synth._run import run
from tests.commands._lab import APP, LAB, write_lab

IDENTITY = {
    "GIT_AUTHOR_NAME": "me",
    "GIT_AUTHOR_EMAIL": "me@example.com",
    "GIT_COMMITTER_NAME": "me",
    "GIT_COMMITTER_EMAIL": "me@example.com",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env={**os.environ, **IDENTITY}, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def commit(folder: Path) -> str:
    git(folder, "add", "-A")
    count = git(folder, "rev-list", "--all", "--count")
    git(folder, "commit", "-qm", f"commit {count}", "--allow-empty")
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    (folder / "a.txt").write_text("a")
    commit(folder)
    return folder


def base_of(folder: Path, ref: str | None = None) -> Base:
    found = find_base(folder, branch="main", ref=ref)
    assert isinstance(found, Base), found
    return found


def reason_of(folder: Path, ref: str | None = None) -> str:
    found = find_base(folder, branch="main", ref=ref)
    assert isinstance(found, Missing), found
    return found.reason


def test_on_the_branch_itself_what_is_committed(repository: Path) -> None:
    assert base_of(repository) == Base(commit=git(repository, "rev-parse", "HEAD"), name="main")


def test_on_another_branch_where_it_left(repository: Path) -> None:
    left = git(repository, "rev-parse", "HEAD")
    git(repository, "switch", "-qc", "more")
    commit(repository)
    git(repository, "switch", "-q", "main")
    commit(repository)
    git(repository, "switch", "-q", "more")
    assert base_of(repository).commit == left


def test_what_the_remote_has_counts_before_what_is_not_pushed(repository: Path, tmp_path: Path) -> None:
    pushed = git(repository, "rev-parse", "HEAD")
    git(tmp_path, "clone", "-q", str(repository), "clone")
    clone = tmp_path / "clone"
    commit(clone)
    assert base_of(clone) == Base(commit=pushed, name="origin/main")


def test_a_given_revision(repository: Path) -> None:
    git(repository, "tag", "v1")
    first = git(repository, "rev-parse", "HEAD")
    commit(repository)
    assert base_of(repository, "v1") == Base(commit=first, name="v1")
    assert base_of(repository, "HEAD~1").commit == first


def test_a_revision_that_there_is_not(repository: Path) -> None:
    found = find_base(repository, branch="main", ref="v9")
    assert found == Missing(reason="Git knows no revision v9", unknown=True)
    assert isinstance(find_base(repository, branch="main", ref="--all"), Missing)


def test_a_shallow_clone_says_what_brings_the_rest(repository: Path, tmp_path: Path) -> None:
    git(repository, "switch", "-qc", "more")
    commit(repository)
    commit(repository)
    git(tmp_path, "clone", "-q", "--depth=1", "--no-single-branch", f"file://{repository}", "clone")
    assert reason_of(tmp_path / "clone") == (
        "the history is shallow: `git fetch --unshallow` brings the rest (fetch-depth: 0 in CI)"
    )


def test_a_tag_of_the_same_name_changes_nothing(repository: Path) -> None:
    first = git(repository, "rev-parse", "HEAD")
    git(repository, "tag", "main")
    git(repository, "update-ref", "refs/remotes/up/main", first)
    commit(repository)
    assert base_of(repository) == Base(commit=first, name="up/main")


def test_a_history_that_git_does_not_read_is_told(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container whose user owns no checkout: without a word no rule of change would look at anything."""
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, os.devnull)
    found = find_base(repository, branch="main")
    assert isinstance(found, Missing) and not found.usual
    assert found.reason.startswith("git cannot read this repository: detected dubious ownership in repository at")


def test_no_history_at_all(tmp_path: Path) -> None:
    assert reason_of(tmp_path) == "this folder is in no Git repository"
    git(tmp_path, "init", "-q", "-b", "main")
    assert reason_of(tmp_path) == "nothing is committed yet"


def test_another_branch_than_flux_follows(repository: Path) -> None:
    git(repository, "branch", "-m", "trunk")
    assert reason_of(repository).startswith("there is no branch main, which Flux follows (git.branch)")


def test_without_git(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert reason_of(repository) == "git is not installed"


@pytest.mark.parametrize("format_", ["sha1", "sha256"])
def test_contents_by_git_s_own_ids(tmp_path: Path, format_: str) -> None:
    git(tmp_path, "init", "-q", "-b", "main", f"--object-format={format_}")
    lab = tmp_path / "labs/ä b"
    (lab / "generated/x").mkdir(parents=True)
    texts = {"generated/x/a.yaml": b"a: 1\n", "generated/x/ä.yaml": b"", "homelab.lock": b"\0\n\n"}
    for path, content in texts.items():
        (lab / path).write_bytes(content)
    commit(tmp_path)
    files = committed_files(lab, base_of(lab), ("generated", "homelab.lock"))
    assert set(files) == set(texts)
    assert {path: blob_id(texts[path], blob) for path, blob in files.items()} == files
    blobs = read_blobs(lab, files.values())
    assert {path: blobs[blob] for path, blob in files.items()} == texts
    assert read_blobs(lab, ["0" * len(next(iter(files.values())))]) == {}


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    folder = write_lab(tmp_path / "lab", hello=APP)
    git(folder, "init", "-q", "-b", "main")
    (folder / ".gitignore").write_text(".homelab-synth/\n__pycache__/\n")
    run(folder)
    commit(folder)
    return folder


RENAMED = LAB.replace("    main: {}", "    media: {}")
WANTED = """\
accept:
  - {object: Kustomization flux-system/postgresql-main, change: recreate, reason: nothing is in it yet}
  - {object: Database postgresql-main/gitea, change: recreate, reason: nothing is in it yet}
  - {object: Database postgresql-main/hello, change: recreate, reason: nothing is in it yet}
"""


def test_a_dangerous_change_is_not_written(lab: Path) -> None:
    before = git(lab, "status", "--porcelain")
    (lab / "homelab.yaml").write_text(RENAMED)
    with pytest.raises(
        CheckError, match="HL862 postgresql-main: .* postgresql-media takes its place under another name"
    ):
        run(lab)
    (lab / "homelab.yaml").write_text(LAB)
    assert git(lab, "status", "--porcelain") == before == ""


def test_one_that_is_accepted_is(lab: Path) -> None:
    (lab / "homelab.yaml").write_text(RENAMED + WANTED)
    assert "generated/flux-system/kustomization-postgresql-media.yaml" in run(lab).comparison.added


def test_once_it_is_applied_the_acceptance_is_too_many(lab: Path) -> None:
    (lab / "homelab.yaml").write_text(RENAMED + WANTED)
    assert "HL869" not in {finding.code for finding in run(lab).findings}
    commit(lab)
    found = [str(finding.place) for finding in run(lab).findings if finding.code == "HL869"]
    first = RENAMED.count("\n") + 2
    assert found == [f"homelab.yaml:{line}:5" for line in range(first, first + 3)]


def test_a_change_of_no_danger_is_written(lab: Path) -> None:
    (lab / "apps/hello.py").write_text(APP.replace("1.0.0", "1.0.1"))
    assert "generated/apps/hello/hello/deployment-hello.yaml" in run(lab).comparison.changed


def test_what_is_gone_is_named_by_what_made_it(lab: Path) -> None:
    (lab / "apps/hello.py").unlink()
    found = {finding.code: finding for finding in run(lab).findings}
    assert found["HL865"].subject == "Namespace hello"
    assert found["HL865"].where == "hello/namespace-hello"


def test_a_volume_that_shrinks_in_values_that_nobody_has_rendered(lab: Path) -> None:
    (lab / "homelab.yaml").write_text(LAB.replace("20Gi", "10Gi"))
    with pytest.raises(CheckError, match=r"HL857 homelab.yaml:\d+:3: gitea/.*persistence.size \(20Gi → 10Gi\)"):
        run(lab)


def test_a_lock_that_says_otherwise(lab: Path) -> None:
    """GIVEN a lock that knows a larger volume, WHEN the next one knows a smaller, THEN the upgrade would fail."""
    import dataclasses

    from homelab_cdk.constructs import shipped_entry
    from homelab_cdk.model import Lock, write_lock

    entry = shipped_entry("gitea")
    assert entry is not None

    def lock(size: int) -> None:
        workloads = tuple(
            dataclasses.replace(item, volumes=tuple(dataclasses.replace(volume, size=size) for volume in item.volumes))
            for item in entry.facts.workloads
        )
        facts = dataclasses.replace(entry.facts, workloads=workloads)
        known = Lock(entries={"gitea": dataclasses.replace(entry, facts=facts)})
        (lab / "homelab.lock").write_text(write_lock(known))

    lock(20 * 2**30)
    run(lab)
    commit(lab)
    lock(10 * 2**30)
    with pytest.raises(CheckError, match=r"HL859 homelab.yaml:\d+:3: gitea: PersistentVolumeClaim gitea/.*20Gi → 10Gi"):
        run(lab)
