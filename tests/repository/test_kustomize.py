"""Every folder that Flux applies builds with kustomize, and holds exactly the unit's objects."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from homelab_cdk.model import ObjectKey
from homelab_cdk.order import Built

KUBECTL = shutil.which("kubectl")

pytestmark = pytest.mark.skipif(KUBECTL is None, reason="no kubectl on PATH: kustomize is not at hand")


def kustomize(folder: Path) -> list[ObjectKey]:
    done = subprocess.run([str(KUBECTL), "kustomize", str(folder)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{folder}: {done.stderr}"
    return sorted(ObjectKey.of(body) for body in yaml.safe_load_all(done.stdout))


def test_each_unit_builds_to_its_objects(built: Built, written: Path) -> None:
    for unit in built.units:
        assert kustomize(written / "generated" / unit.folder) == sorted(item.key for item in unit.items)


def test_where_flux_starts_holds_one_kustomization_for_each_unit(built: Built, written: Path) -> None:
    found = kustomize(written / "generated" / "flux-system")
    assert [key.name for key in found] == sorted(unit.name for unit in built.units)
    assert {key.kind for key in found} == {"Kustomization"}
