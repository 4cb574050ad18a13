"""What is as wanted is not touched."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from homelab_cdk.synth._tree import OwnedFile, Tree

Owned = Callable[[dict[str, str]], dict[str, OwnedFile]]
OnDisk = Callable[[], dict[str, str]]


def test_unchanged_files_keep_inode_and_time(tree: Tree, owned: Owned, tmp_path: Path) -> None:
    tree.write(owned({"a": "1", "b": "1"}))
    for name in ("a", "b", "inventory.json"):
        os.utime(tmp_path / "generated" / name, ns=(1, 1))
    inode = (tmp_path / "generated/a").stat().st_ino

    tree.write(owned({"a": "1", "b": "2"}))

    status = (tmp_path / "generated/a").stat()
    assert (status.st_ino, status.st_mtime_ns) == (inode, 1)
    assert (tmp_path / "generated/b").stat().st_mtime_ns != 1


def test_a_write_without_changes_touches_nothing(tree: Tree, owned: Owned, tmp_path: Path) -> None:
    tree.write(owned({"a": "1"}))
    paths = [tmp_path / "generated", tmp_path / "generated/a", tmp_path / "generated/inventory.json"]
    for path in paths:
        os.utime(path, ns=(1, 1))

    assert tree.write(owned({"a": "1"})).clean
    assert [path.stat().st_mtime_ns for path in paths] == [1, 1, 1]
