"""How commands fail: in sentences, on stderr, with the right exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from homelab_cdk._errors import BuildError, CheckError, ConfigError, OrderError
from homelab_cdk.commands._command import command
from tests.commands._lab import Run, write_lab

CHECKOUT = Path(__file__).resolve().parents[2]


def failing(error: BaseException) -> Callable[..., Result]:
    @command("fail")
    def fail() -> None:
        click.echo("begun")
        raise error

    return lambda *arguments, **more: CliRunner().invoke(fail, list(arguments), **more)


def test_each_problem_is_a_line() -> None:
    result = failing(ConfigError(["homelab.yaml:1:1: one", "homelab.yaml:2:1: two"]))()
    assert result.exit_code == 2
    assert result.stdout == "begun\n"
    assert result.stderr == "error: homelab.yaml:1:1: one\nerror: homelab.yaml:2:1: two\n"


def test_lines_that_explain_the_one_before_stay_indented() -> None:
    result = failing(OrderError("a circle:\n  one waits for two"))()
    assert result.exit_code == 1
    assert result.stderr == "error: a circle:\n  one waits for two\n"


def test_findings_of_rules_are_errors_once() -> None:
    result = failing(CheckError("error HL201 app: Service app: wrong"))()
    assert result.exit_code == 1
    assert result.stderr == "error: HL201 app: Service app: wrong\n"


def test_frames_of_javascript_are_left_out() -> None:
    text = "apps/a.py:3: it is wrong\n    at Object.call (/tmp/jsii/kernel.js:12:3)\n    at new App (<anonymous>)"
    result = failing(BuildError(text))()
    assert result.stderr == "error: apps/a.py:3: it is wrong\n"


def test_what_nobody_foresaw_is_called_a_bug() -> None:
    result = failing(RuntimeError("it broke\n    at Kernel.load (/x.js:1:1)"))()
    assert result.exit_code == 1
    assert result.stderr == (
        "error: this is a bug in homelab-cdk: RuntimeError: it broke; run again with --debug and report it\n"
    )


@pytest.mark.parametrize("error", [RuntimeError("it broke"), BuildError("it broke")], ids=["bug", "refusal"])
def test_the_traceback_is_shown_with_debug_alone(error: Exception) -> None:
    assert "Traceback" not in failing(error)().stderr
    told = failing(error)("--debug")
    assert "Traceback" in told.stderr
    assert "raise error" in told.stderr
    assert told.exit_code == (2 if isinstance(error, BuildError) else 1)


def test_a_file_that_cannot_be_used_is_named() -> None:
    result = failing(PermissionError(13, "Permission denied", "homelab.lock"))()
    assert result.exit_code == 1
    assert result.stderr == "error: homelab.lock: permission denied\n"


def test_an_interrupt_is_quiet() -> None:
    result = failing(KeyboardInterrupt())()
    assert result.exit_code == 130
    assert result.stderr == ""


def test_colours_are_for_terminals_and_can_be_turned_off(monkeypatch: pytest.MonkeyPatch) -> None:
    fail = failing(BuildError("no"))
    assert "\x1b[" not in fail().stderr
    assert "\x1b[" in fail(color=True).stderr
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in fail(color=True).stderr


def test_a_folder_without_a_lab_says_what_to_do(run: Run, tmp_path: Path) -> None:
    result = run("synth", "-C", tmp_path)
    assert result.exit_code == 2
    assert "there is no homelab.yaml here" in result.stderr
    assert "homelab init" in result.stderr


def test_a_folder_that_does_not_exist_is_bad_usage(run: Run, tmp_path: Path) -> None:
    assert run("synth", "-C", tmp_path / "absent").exit_code == 2


def test_an_app_that_fails_is_told_by_its_line(run: Run, tmp_path: Path) -> None:
    lab = write_lab(tmp_path, broken="def build(lab):\n    return 1 / 0\n")
    result = run("synth", "-C", lab)
    assert result.exit_code == 2
    assert result.stderr == "error: apps/broken.py:2: ZeroDivisionError: division by zero\n"


def test_a_terminal_without_the_letters_gets_them_escaped(lab_repository: Path) -> None:
    config = lab_repository / "homelab.yaml"
    config.write_text(config.read_text().replace("costs are counted by team", "日本"), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "homelab_cdk.commands", "explain", "namespace/gitea"],
        cwd=lab_repository,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT), "PYTHONIOENCODING": "latin-1"},
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert r"\u65e5\u672c" in done.stdout


@pytest.mark.skipif(os.name == "nt", reason="Windows has no broken pipes")
def test_a_reader_that_goes_away_is_no_error() -> None:
    # GIVEN a pipe whose reader reads nothing
    reading, writing = os.pipe()
    os.close(reading)
    # WHEN more is written than anybody reads
    done = subprocess.run(
        [sys.executable, "-m", "homelab_cdk.commands", "completion", "zsh"],
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
    )
    os.close(writing)
    # THEN nothing is said
    assert done.stderr == ""
