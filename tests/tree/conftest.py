"""A tree in a folder of its own, and short ways to say what shall be in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from homelab_cdk.synth._tree import OwnedFile, Tree


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path)


@pytest.fixture
def owned() -> Callable[..., dict[str, OwnedFile]]:
    """Turn `{path below generated/: text}` into wanted files, each made by `lab/<path>`."""

    def make(texts: Mapping[str, str]) -> dict[str, OwnedFile]:
        return {f"generated/{path}": OwnedFile(content=text, construct=f"lab/{path}") for path, text in texts.items()}

    return make


@pytest.fixture
def on_disk(tmp_path: Path) -> Callable[[], dict[str, str]]:
    """List the files of the tree, without the inventory: `{path below generated/: text}`."""

    def snapshot() -> dict[str, str]:
        top = tmp_path / "generated"
        return {
            path.relative_to(top).as_posix(): path.read_text()
            for path in sorted(top.rglob("*"))
            if path.is_file() and path.name != "inventory.json"
        }

    return snapshot
