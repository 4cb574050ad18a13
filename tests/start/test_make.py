"""`make` finds a suitable Python or says in one sentence what is missing."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
SCRIPT = CHECKOUT / "scripts" / "make-venv.sh"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="make and sh are not at hand")


def fake_python(folder: Path, name: str, *, new_enough: bool = True, ensurepip: bool = True) -> None:
    """Put a stand-in for Python into a folder; the environment that it makes is a file with its name."""
    python = folder / name
    python.write_text(
        f"""#!/bin/sh
case "$*" in
    *'version_info <'*) {"exit 0" if new_enough else "exit 1"} ;;
    *'import ensurepip'*) {"exit 0" if ensurepip else "exit 1"} ;;
    *'print('*) echo 3.13 ;;
    *'-m venv'*) echo {name} > "$4" ;;
esac
"""
    )
    python.chmod(0o755)


def make_venv(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", str(SCRIPT), str(tmp_path / "venv"), *arguments],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_newest_python_on_path_is_taken(tmp_path: Path) -> None:
    for name in ("python3", "python3.11", "python3.13"):
        fake_python(tmp_path, name)
    assert make_venv(tmp_path).returncode == 0
    assert (tmp_path / "venv").read_text() == "python3.13\n"


def test_commands_that_only_print_an_error_are_passed_over(tmp_path: Path) -> None:
    fake_python(tmp_path, "python3.14", new_enough=False)
    fake_python(tmp_path, "python3.13", ensurepip=False)
    fake_python(tmp_path, "python3")
    assert make_venv(tmp_path).returncode == 0
    assert (tmp_path / "venv").read_text() == "python3\n"


def test_a_python_that_is_asked_for_is_taken(tmp_path: Path) -> None:
    fake_python(tmp_path, "python3.13")
    fake_python(tmp_path, "python3.11")
    assert make_venv(tmp_path, "python3.11").returncode == 0
    assert (tmp_path / "venv").read_text() == "python3.11\n"


def test_a_python_that_is_asked_for_and_too_old_is_refused(tmp_path: Path) -> None:
    fake_python(tmp_path, "python3.13")
    fake_python(tmp_path, "python3.9", new_enough=False)
    done = make_venv(tmp_path, "python3.9")
    assert (done.returncode, done.stderr) == (
        1,
        "make: PYTHON=python3.9 is not Python 3.11 or newer; leave PYTHON out to use the newest on PATH\n",
    )


def test_without_a_suitable_python_one_sentence_says_so(tmp_path: Path) -> None:
    fake_python(tmp_path, "python3", new_enough=False)
    done = make_venv(tmp_path)
    assert (done.returncode, done.stderr) == (
        1,
        "make: no Python 3.11 or newer on PATH; install one, or pass PYTHON=<path of python>\n",
    )


def test_a_python_without_ensurepip_is_named_with_the_package_that_mends_it(tmp_path: Path) -> None:
    fake_python(tmp_path, "python3", ensurepip=False)
    done = make_venv(tmp_path)
    assert done.returncode == 1
    assert "python3 has no ensurepip module" in done.stderr
    assert "apt install python3.13-venv" in done.stderr


def test_make_lists_its_targets() -> None:
    done = subprocess.run(["make", "help"], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    listed = {line.split()[0] for line in done.stdout.splitlines()}
    assert {"bench", "check", "lint", "snapshots", "soak", "synth", "test", "types"} <= listed
