"""What `pip install` brings to a user: the commands, the data files, the type information."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from configparser import ConfigParser
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("dist")
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    [path] = folder.glob("*.whl")
    return zipfile.ZipFile(path)


def test_the_wheel_holds_every_file_of_the_library(wheel: zipfile.ZipFile) -> None:
    library = {
        path.relative_to(CHECKOUT).as_posix()
        for path in (CHECKOUT / "homelab_cdk").rglob("*")
        if path.suffix in {".py", ".json", ".typed", ".yaml"}
    }
    assert "homelab_cdk/py.typed" in library
    packed = {name for name in wheel.namelist() if name.startswith("homelab_cdk/")}
    assert packed == library


def test_the_wheel_brings_nothing_but_the_library(wheel: zipfile.ZipFile) -> None:
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert tops == {"homelab_cdk", "homelab_cdk-0.1.0.dist-info"}


def test_both_commands_are_installed(wheel: zipfile.ZipFile) -> None:
    entry_points = ConfigParser()
    entry_points.read_string(wheel.read("homelab_cdk-0.1.0.dist-info/entry_points.txt").decode())
    assert dict(entry_points["console_scripts"]) == {
        "homelab": "homelab_cdk.commands:main",
        "homelab-synth": "homelab_cdk.commands:synth_main",
    }


def test_the_oldest_python_is_the_same_wherever_it_is_named() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())
    assert project["project"]["requires-python"] == ">=3.11"
    assert project["tool"]["ruff"]["target-version"] == "py311"
    assert "sys.version_info < (3, 11)" in (CHECKOUT / "scripts" / "make-venv.sh").read_text()
    assert "--python-version 3.11" in (CHECKOUT / "Makefile").read_text()
