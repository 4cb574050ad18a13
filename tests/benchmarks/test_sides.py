"""What is compared does the same work on every side."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml

from benchmarks._bench import LABS, Bench
from homelab_cdk.model import Body
from homelab_cdk.synth._run import run

SIDES = LABS.parent / "sides"
COUNT = 3


def run_side(script: str, folder: Path) -> list[Body]:
    """The objects that a side writes, in order of kind and name."""
    objects = str(LABS / "thousand" / "apps" / "thousand.py")
    line = [sys.executable, str(SIDES / script), objects, str(COUNT)]
    done = subprocess.run(line, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return in_order(yaml.safe_load(path.read_text()) for path in folder.rglob("*.yaml"))


def in_order(bodies: Iterable[Body]) -> list[Body]:
    return sorted(bodies, key=lambda body: (body["kind"], body["metadata"]["name"]))


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> list[Body]:
    """The applications' objects that the library writes."""
    folder = tmp_path_factory.mktemp("ours")
    root = Bench(folder=folder, disk=folder, rounds=5).lab("thousand", COUNT=COUNT)
    run(root)
    apps = (root / "generated" / "apps").glob("app-*/*.yaml")
    return in_order(yaml.safe_load(path.read_text()) for path in apps if path.name != "kustomization.yaml")


@pytest.mark.parametrize("script", ["bare.py", "plain_cdk8s.py"])
def test_all_sides_write_the_same_objects(script: str, ours: list[Body], tmp_path: Path) -> None:
    theirs = run_side(script, tmp_path)

    assert len(theirs) == COUNT * 5
    assert theirs == ours
