"""Labs to be advised."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import CHECKOUT
from tests.constructs.conftest import crossings

__all__ = ["crossings"]


@pytest.fixture(params=[".", "examples/minimum"], ids=["own", "minimum"])
def repository(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of a lab of this repository, with its lock."""
    for name in ("homelab.yaml", "homelab.lock"):
        shutil.copy(CHECKOUT / request.param / name, tmp_path)
    if (CHECKOUT / request.param / "apps").is_dir():
        shutil.copytree(CHECKOUT / request.param / "apps", tmp_path / "apps")
    return tmp_path
