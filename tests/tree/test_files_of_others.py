"""What is not ours is neither changed nor removed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from homelab_cdk._errors import HandEditedError, WriteError
from homelab_cdk.synth._tree import OwnedFile, Tree

Owned = Callable[[dict[str, str]], dict[str, OwnedFile]]
OnDisk = Callable[[], dict[str, str]]


def test_a_stranger_is_reported_and_stays_with_its_folder(tree: Tree, owned: Owned, tmp_path: Path) -> None:
    tree.write(owned({"x/a": "1"}))
    (tmp_path / "generated/x/notes.txt").write_text("mine")

    found = tree.write({})

    assert found.strangers == ("generated/x/notes.txt",)
    assert found.removed == ("generated/x/a",)
    assert [path.name for path in (tmp_path / "generated/x").iterdir()] == ["notes.txt"]


def test_a_tree_with_a_stranger_is_not_clean(tree: Tree, owned: Owned, tmp_path: Path) -> None:
    tree.write(owned({"a": "1"}))
    (tmp_path / "flux").mkdir()
    (tmp_path / "flux/extra.yaml").touch()

    found = tree.compare(owned({"a": "1"}))

    assert not found.clean
    assert found.strangers == ("flux/extra.yaml",)


def test_what_desktops_leave_is_no_stranger(tree: Tree, owned: Owned, tmp_path: Path) -> None:
    tree.write(owned({"a": "1"}))
    (tmp_path / "generated/.DS_Store").touch()

    assert tree.compare(owned({"a": "1"})).clean


def test_a_file_in_the_way_is_foreign_until_forced(tree: Tree, owned: Owned, tmp_path: Path, on_disk: OnDisk) -> None:
    (tmp_path / "generated").mkdir()
    (tmp_path / "generated/a").write_text("not ours")

    assert tree.compare(owned({"a": "1"})).foreign == ("generated/a",)
    with pytest.raises(HandEditedError, match=r"generated/a: not written by homelab-synth \(generated/inventory.json"):
        tree.write(owned({"a": "1"}))
    assert on_disk() == {"a": "not ours"}
    tree.write(owned({"a": "1"}), force=True)
    assert on_disk() == {"a": "1"}


def test_without_an_inventory_files_that_are_as_wanted_are_taken_over(tree: Tree, owned: Owned, tmp_path: Path) -> None:
    files = owned({"a": "1"})
    tree.write(files)
    (tmp_path / "generated/inventory.json").unlink()

    assert tree.write(files).added == ("generated/inventory.json",)
    assert tree.compare(files).clean


@pytest.mark.parametrize("place", ["generated", "generated/x"])
def test_no_link_leads_out_of_the_tree(
    tree: Tree, owned: Owned, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, place: str
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (tmp_path / place).parent.mkdir(exist_ok=True)
    (tmp_path / place).symlink_to(elsewhere)

    assert place in tree.compare(owned({"x/a": "1"})).foreign
    with pytest.raises(WriteError, match=f"move it away: {place}"):
        tree.write(owned({"x/a": "1"}), force=True)
    assert list(elsewhere.iterdir()) == []


def test_a_folder_of_somebody_in_the_way_is_never_replaced(tree: Tree, owned: Owned, tmp_path: Path) -> None:
    (tmp_path / "generated/a").mkdir(parents=True)
    (tmp_path / "generated/a/notes.txt").write_text("mine")

    with pytest.raises(WriteError, match="move it away: generated/a$"):
        tree.write(owned({"a": "1"}), force=True)
    assert (tmp_path / "generated/a/notes.txt").read_text() == "mine"


def test_an_inventory_that_lists_other_places_removes_nothing_there(tree: Tree, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine")
    (tmp_path / "generated").mkdir()
    (tmp_path / "generated/inventory.json").write_text(
        '{"version": 1, "files": {"README.md": {"sha256": "", "construct": ""}, '
        '"generated/../README.md": {"sha256": "", "construct": ""}}}'
    )

    tree.write({}, force=True)

    assert (tmp_path / "README.md").read_text() == "mine"
