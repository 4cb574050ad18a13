"""`homelab check --against`: what changes, in which order, and what is down meanwhile."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.commands._lab import LAB, Run


def git(folder: Path, *arguments: str) -> None:
    identity = {f"GIT_{who}_{what}": "me@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    subprocess.run(["git", *arguments], cwd=folder, env={**os.environ, **identity}, check=True, capture_output=True)


@pytest.fixture
def committed(lab_repository: Path) -> Path:
    git(lab_repository, "init", "-q", "-b", "main")
    git(lab_repository, "add", "-A", "-f", ".")
    git(lab_repository, "commit", "-qm", "one")
    return lab_repository


def test_nothing_changes(run: Run, committed: Path) -> None:
    result = run("check", "--against", "-C", committed)
    assert result.exit_code == 0, result.stdout
    assert "nothing changes since main (" in result.stdout


def test_an_app_of_another_version(run: Run, committed: Path) -> None:
    app = committed / "apps/hello.py"
    app.write_text(app.read_text().replace("1.0.0", "2.0.0"))
    told = run("check", "--against", "HEAD", "-C", committed).stdout
    assert "since HEAD (" in told
    assert "): 1 changed\n1.\n     hello\n      ~ Deployment hello/hello\n" in told


def test_a_refused_change_ends_with_one_and_says_what_to_write(run: Run, committed: Path) -> None:
    (committed / "homelab.yaml").write_text(LAB.replace("    main: {}", "    media: {}"))
    result = run("check", "-C", committed)
    assert result.exit_code == 1
    assert "error HL862 Kustomization.kustomize.toolkit.fluxcd.io flux-system/postgresql-main\n" in result.stdout
    assert "accept: [{change: recreate, object: Kustomization flux-system/postgresql-main, reason: ...}]" in (
        result.stdout
    )


def test_json_has_the_change(run: Run, committed: Path) -> None:
    (committed / "apps/hello.py").unlink()
    change = json.loads(run("check", "--json", "-C", committed).stdout)["change"]
    assert change["base"].startswith("main (")
    by_object = {item["object"]: item for item in change["changes"]}
    assert by_object["Namespace hello"]["what"] == "delete"
    assert by_object["Namespace hello"]["unit"] == "hello"
    assert change["converges"] is True


def test_where_there_is_no_history_the_rest_runs(run: Run, lab_repository: Path) -> None:
    result = run("check", "--against", "-C", lab_repository)
    assert result.exit_code == 0
    assert ": the change: this folder is in no Git repository\n" in result.stdout
    assert "objects, " in result.stdout


def test_without_being_asked_nobody_hears_of_it(run: Run, lab_repository: Path) -> None:
    assert run("check", "-C", lab_repository).stderr == ""


def test_a_revision_that_there_is_not(run: Run, committed: Path) -> None:
    result = run("check", "--against", "v9", "-C", committed)
    assert result.exit_code == 2
    assert result.stderr == "error: Git knows no revision v9\n"
