"""The same bytes whatever surrounds a run: hash seed, time zone, locale, working directory."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import hashlib, sys
from pathlib import Path
from homelab_cdk.synth._run import build, render
digest = hashlib.sha256()
for path, file in sorted(render(build(Path(sys.argv[1]))).items()):
    digest.update(f"{path}\\0{file.construct}\\0{file.content}\\0".encode())
print(digest.hexdigest())
"""


def digest(root: Path, folder: Path, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(root)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(root), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def expected(root: Path) -> str:
    return digest(root, root, PYTHONHASHSEED="0")


@pytest.mark.parametrize("seed", ["1", "42", "random"])
def test_any_hash_seed(root: Path, expected: str, seed: str) -> None:
    assert digest(root, root, PYTHONHASHSEED=seed) == expected


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/St_Johns"])
def test_any_time_zone(root: Path, expected: str, zone: str) -> None:
    assert digest(root, root, TZ=zone) == expected


@pytest.mark.parametrize("locale", ["C", "tr_TR.UTF-8"])
def test_any_locale(root: Path, expected: str, locale: str) -> None:
    assert digest(root, root, LC_ALL=locale, LANG=locale, PYTHONUTF8="0") == expected


def test_any_working_directory(root: Path, expected: str, tmp_path: Path) -> None:
    assert digest(root, tmp_path) == expected


def test_optimised_python(root: Path, expected: str) -> None:
    assert digest(root, root, PYTHONOPTIMIZE="1") == expected
