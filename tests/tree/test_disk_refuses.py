"""When the disk refuses, nothing is lost and the message says what to do."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from homelab_cdk._errors import WriteError
from homelab_cdk.synth._tree import OwnedFile, Tree

Owned = Callable[[dict[str, str]], dict[str, OwnedFile]]
OnDisk = Callable[[], dict[str, str]]


def refuse(monkeypatch: pytest.MonkeyPatch, number: int, *, after: int) -> None:
    """Let `os.write` of contents fail with error `number` after `after` calls."""
    plain = os.write
    calls = [0]

    def write(fd: int, data: bytes) -> int:
        calls[0] += 1
        if calls[0] > after:
            raise OSError(number, os.strerror(number))
        return plain(fd, data)

    monkeypatch.setattr(os, "write", write)


def test_a_full_disk_before_the_commit_leaves_the_old_tree(tree: Tree, owned: Owned, on_disk: OnDisk) -> None:
    tree.write(owned({"a": "old"}))
    with pytest.MonkeyPatch.context() as monkeypatch:
        refuse(monkeypatch, errno.ENOSPC, after=1)  # the lock, but not the journal
        with pytest.raises(WriteError, match="nothing was changed; free some space on the disk, and run again"):
            tree.write(owned({"a": "new"}))

    assert on_disk() == {"a": "old"}
    assert tree.compare(owned({"a": "old"})).clean


def test_a_full_disk_after_the_commit_is_finished_later(
    tree: Tree, owned: Owned, tmp_path: Path, on_disk: OnDisk
) -> None:
    tree.write(owned({"a": "old"}))
    with pytest.MonkeyPatch.context() as monkeypatch:
        refuse(monkeypatch, errno.ENOSPC, after=3)  # the lock, the journal and the first file
        with pytest.raises(WriteError) as error:
            tree.write(owned({"a": "new", "b": "new"}))

    assert str(error.value) == (
        f"{tmp_path / 'generated/b'}: no space left on device; the write is half done and nothing is lost: "
        f"all of it is in {tmp_path / '.homelab-synth/journal'}; free some space on the disk, and run any "
        "command of homelab-synth again: it finishes the write"
    )
    assert tree.compare(owned({"a": "new", "b": "new"})).clean
    assert on_disk() == {"a": "new", "b": "new"}


def test_a_folder_without_permission_is_named(
    tree: Tree, owned: Owned, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree.write(owned({"a": "old"}))
    plain = os.mkdir

    def mkdir(path: str, mode: int = 0o777) -> None:
        if path.endswith("locked"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        plain(path, mode)

    monkeypatch.setattr(os, "mkdir", mkdir)

    with pytest.raises(WriteError, match=r"locked/b: permission denied.*make the file and its folder writable for you"):
        tree.write(owned({"locked/b": "new"}))


def test_text_that_is_no_unicode_names_its_construct(tree: Tree, owned: Owned) -> None:
    with pytest.raises(WriteError, match=r"generated/a \(made by lab/a\): cannot be written as UTF-8"):
        tree.write(owned({"a": "x\udcff"}))
