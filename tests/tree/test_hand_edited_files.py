"""What somebody has edited is not overwritten unasked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from homelab_cdk._errors import HandEditedError
from homelab_cdk.synth._tree import OwnedFile, Tree

Owned = Callable[[dict[str, str]], dict[str, OwnedFile]]
OnDisk = Callable[[], dict[str, str]]


@pytest.fixture
def edited(tree: Tree, owned: Owned, tmp_path: Path) -> Tree:
    """A tree whose files a and b were edited after the write."""
    tree.write(owned({"a": "1", "b": "1", "c": "1"}))
    (tmp_path / "generated/a").write_text("mine")
    (tmp_path / "generated/b").write_text("mine too")
    return tree


def test_all_edits_are_named_and_nothing_is_written(edited: Tree, owned: Owned, on_disk: OnDisk) -> None:
    with pytest.raises(HandEditedError) as error:
        edited.write(owned({"a": "2", "c": "2", "d": "2"}))

    assert str(error.value) == (
        "nothing was written, because what is in these files would be lost:\n"
        "  generated/a: changed by hand since homelab-synth wrote it\n"
        "  generated/b: changed by hand since homelab-synth wrote it\n"
        "to keep a change, make it in homelab.yaml or in apps/; to drop it and take what is generated, "
        "run homelab-synth --force"
    )
    assert on_disk() == {"a": "mine", "b": "mine too", "c": "1"}


def test_force_takes_what_is_generated(edited: Tree, owned: Owned, on_disk: OnDisk) -> None:
    found = edited.write(owned({"a": "2"}), force=True)

    assert found.hand_edited == ("generated/a", "generated/b")
    assert found.removed == ("generated/c",)
    assert on_disk() == {"a": "2"}


def test_an_edit_that_is_what_is_wanted_is_fine(edited: Tree, owned: Owned, on_disk: OnDisk) -> None:
    edited.write(owned({"a": "mine", "b": "mine too", "c": "1"}))

    assert on_disk() == {"a": "mine", "b": "mine too", "c": "1"}


def test_an_owned_file_replaced_by_a_link_is_an_edit(tree: Tree, owned: Owned, tmp_path: Path, on_disk: OnDisk) -> None:
    tree.write(owned({"a": "1"}))
    (tmp_path / "outside").write_text("1")
    (tmp_path / "generated/a").unlink()
    (tmp_path / "generated/a").symlink_to(tmp_path / "outside")

    with pytest.raises(HandEditedError, match="generated/a: changed by hand"):
        tree.write(owned({"a": "2"}))
    tree.write(owned({"a": "2"}), force=True)

    assert (tmp_path / "outside").read_text() == "1"
    assert on_disk() == {"a": "2"}
    assert not (tmp_path / "generated/a").is_symlink()
