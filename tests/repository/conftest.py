"""The repository's own lab, built once."""

from __future__ import annotations

from pathlib import Path

import pytest

from homelab_cdk.order import Built
from homelab_cdk.synth._run import build, render
from homelab_cdk.synth._tree import OwnedFile

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def built() -> Built:
    return build(ROOT)


@pytest.fixture(scope="session")
def files(built: Built) -> dict[str, OwnedFile]:
    return render(built)


@pytest.fixture(scope="session")
def written(files: dict[str, OwnedFile], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("repository")
    for path, file in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(file.content, encoding="utf-8", newline="\n")
    return folder
