"""What a terminal gets beyond a pipe: progress, colours, and what Git knows."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import git
import pytest

from homelab_cdk.commands._console import columns, counted, progress

pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")

CHECKOUT = Path(__file__).resolve().parents[2]


def on_terminal(lab: Path, *arguments: str, **environ: str) -> tuple[int, str]:
    """Exit code and everything that a person sees of a command."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "homelab_cdk.commands", *arguments],
        cwd=lab,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT), "TERM": "xterm", **environ},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    seen = bytearray()
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # Linux tells the end of a pseudo-terminal so
            part = b""
        if not part:
            break
        seen += part
    os.close(ours)
    return process.wait(), seen.decode()


def test_synth_shows_progress_and_takes_it_away(lab_repository: Path) -> None:
    code, seen = on_terminal(lab_repository, "synth")
    assert code == 0, seen
    assert seen.startswith("\r\x1b[Ksynthesizing ...\r\x1b[K0 added, ")


def test_a_dumb_terminal_gets_plain_text(lab_repository: Path) -> None:
    code, seen = on_terminal(lab_repository, "synth", TERM="dumb")
    assert code == 0, seen
    assert seen.startswith("0 added, ")


def test_synth_tells_what_to_commit_and_where_flux_looks_elsewhere(lab_repository: Path) -> None:
    # GIVEN a repository on another branch, with a change that is not committed
    with git.Repo.init(lab_repository, initial_branch="try") as repository:
        repository.git.add("--all")
        author = git.Actor("me", "me@example.com")
        repository.index.commit("all", author=author, committer=author)
    config = lab_repository / "homelab.yaml"
    config.write_text(config.read_text().replace("20Gi", "30Gi"))
    # WHEN it is synthesized
    code, seen = on_terminal(lab_repository, "synth", NO_COLOR="1")
    # THEN both are told
    assert code == 0, seen
    assert "warning: the current branch is try, Flux follows main" in seen
    assert "next: review with `git diff`, then commit homelab.yaml, generated/ and flux/" in seen


def test_errors_are_red_unless_colours_are_off(tmp_path: Path) -> None:
    code, seen = on_terminal(tmp_path, "synth")
    assert code == 2
    assert "\x1b[31m\x1b[1merror\x1b[0m: " in seen
    _, plain = on_terminal(tmp_path, "synth", NO_COLOR="1")
    assert "\x1b[31m" not in plain
    assert "error: homelab.yaml" in plain


def test_progress_is_silent_on_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    with progress() as say:
        say("working")
    assert capsys.readouterr() == ("", "")


def test_columns_are_aligned_and_never_end_in_blanks() -> None:
    assert columns([("a", "10", ""), ("bbb", "2", "x")], indent=" ", right=[1]) == [" a    10", " bbb   2  x"]
    assert columns([]) == []


def test_one_is_singular() -> None:
    assert (counted(1, "chart"), counted(2, "chart"), counted(0, "chart")) == ("1 chart", "2 charts", "0 charts")
