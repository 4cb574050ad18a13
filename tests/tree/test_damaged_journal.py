"""A journal that is torn, foreign or hostile does no harm."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from homelab_cdk._errors import WriteError
from homelab_cdk.synth._tree import OwnedFile, Tree, _journal
from homelab_cdk.synth._tree._model import Change

Owned = Callable[[dict[str, str]], dict[str, OwnedFile]]
OnDisk = Callable[[], dict[str, str]]


@pytest.fixture
def journal(tree: Tree, owned: Owned, tmp_path: Path) -> Path:
    """A journal that would change file a from old to new."""
    tree.write(owned({"a": "old"}))
    path = tmp_path / ".homelab-synth/journal"
    _journal.commit(str(path), [Change(path="generated/a", old=b"old", new=b"new")])
    return path


def test_a_complete_one_is_carried_out(journal: Path, tree: Tree, on_disk: OnDisk) -> None:
    assert tree.recover()
    assert on_disk() == {"a": "new"}
    assert not journal.exists()


def test_a_torn_one_is_dropped(journal: Path, owned: Owned, tree: Tree, on_disk: OnDisk) -> None:
    data = journal.read_bytes()
    for size in range(len(data)):
        journal.write_bytes(data[:size])

        assert not tree.recover(), f"{size} of {len(data)} bytes were taken for a whole journal"
        assert on_disk() == {"a": "old"}
        assert not journal.exists()


def test_one_with_a_flipped_byte_is_dropped(journal: Path, tree: Tree, on_disk: OnDisk) -> None:
    data = journal.read_bytes()
    journal.write_bytes(data[:-1] + b"W")

    assert not tree.recover()
    assert on_disk() == {"a": "old"}


def test_one_of_another_version_is_kept_and_explained(journal: Path, tree: Tree, on_disk: OnDisk) -> None:
    journal.write_bytes(journal.read_bytes().replace(b"journal 1 ", b"journal 2 ", 1))

    with pytest.raises(
        WriteError,
        match=r"its journal has format 2, this version knows 1\); run homelab-synth of that version",
    ):
        tree.compare({})
    assert journal.exists()
    assert on_disk() == {"a": "old"}


@pytest.mark.parametrize("path", ["README.md", "generated/../README.md", "/README.md", "generated/.git/config"])
def test_one_that_leads_elsewhere_is_refused(journal: Path, tree: Tree, tmp_path: Path, path: str) -> None:
    _journal.commit(str(journal), [Change(path=path, old=None, new=b"planted")])

    with pytest.raises(WriteError, match="no path of ours"):
        tree.compare({})
    assert not (tmp_path / "README.md").exists()


def test_what_died_before_its_commit_is_swept(journal: Path, tree: Tree, owned: Owned, tmp_path: Path) -> None:
    journal.rename(tmp_path / ".homelab-synth/journal.new")

    assert tree.compare(owned({"a": "old"})).clean
    tree.write(owned({"a": "old"}))
    assert not (tmp_path / ".homelab-synth/journal.new").exists()
