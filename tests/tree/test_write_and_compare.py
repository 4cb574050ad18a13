"""A write makes the tree equal to what is wanted, and says what it changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from homelab_cdk.synth._tree import OwnedFile, Tree

Owned = Callable[[dict[str, str]], dict[str, OwnedFile]]
OnDisk = Callable[[], dict[str, str]]


def test_a_fresh_tree_holds_every_file(tree: Tree, owned: Owned, on_disk: OnDisk) -> None:
    found = tree.write(owned({"a.yaml": "a\n", "apps/b/c.yaml": "c\n"}))

    assert found.added == ("generated/a.yaml", "generated/apps/b/c.yaml", "generated/inventory.json")
    assert on_disk() == {"a.yaml": "a\n", "apps/b/c.yaml": "c\n"}


def test_after_a_write_the_tree_is_clean(tree: Tree, owned: Owned) -> None:
    files = owned({"a.yaml": "a\n", "b.yaml": "ü\n"})
    tree.write(files)

    found = tree.compare(files)

    assert found.clean
    assert found.unchanged == 3  # the inventory, too


def test_changes_additions_and_removals_are_told_apart(tree: Tree, owned: Owned, on_disk: OnDisk) -> None:
    tree.write(owned({"same": "1", "other": "1", "gone/away": "1"}))

    found = tree.write(owned({"same": "1", "other": "22", "new/here": "1"}))

    assert found.added == ("generated/new/here",)
    assert found.changed == ("generated/inventory.json", "generated/other")
    assert found.removed == ("generated/gone/away",)
    assert on_disk() == {"same": "1", "other": "22", "new/here": "1"}


def test_compare_changes_nothing(tree: Tree, owned: Owned, tmp_path: Path) -> None:
    found = tree.compare(owned({"a": "1"}))

    assert not found.clean
    assert list(tmp_path.iterdir()) == []


def test_a_deleted_file_is_missing_and_comes_back(tree: Tree, owned: Owned, tmp_path: Path, on_disk: OnDisk) -> None:
    files = owned({"a": "1", "b": "2"})
    tree.write(files)
    (tmp_path / "generated/a").unlink()

    assert tree.compare(files).missing == ("generated/a",)
    tree.write(files)
    assert on_disk() == {"a": "1", "b": "2"}


def test_a_shorter_text_leaves_nothing_of_the_longer_one(tree: Tree, owned: Owned, on_disk: OnDisk) -> None:
    tree.write(owned({"a": "long text\n" * 9000}))
    tree.write(owned({"a": "short\n"}))

    assert on_disk() == {"a": "short\n"}


def test_a_folder_that_becomes_empty_is_removed(tree: Tree, owned: Owned, tmp_path: Path) -> None:
    tree.write(owned({"x/y/z/a": "1", "x/b": "1"}))
    tree.write(owned({"x/b": "1"}))

    assert not (tmp_path / "generated/x/y").exists()
    assert (tmp_path / "generated/x/b").exists()


def test_a_file_becomes_a_folder_and_a_folder_a_file(tree: Tree, owned: Owned, on_disk: OnDisk) -> None:
    tree.write(owned({"x": "1", "y/a/b": "1"}))
    tree.write(owned({"x/a": "2", "y": "2"}))

    assert on_disk() == {"x/a": "2", "y": "2"}


def test_a_file_shared_by_a_hard_link_is_replaced_not_written_into(
    tree: Tree, owned: Owned, tmp_path: Path, on_disk: OnDisk
) -> None:
    tree.write(owned({"a": "1"}))
    (tmp_path / "backup").hardlink_to(tmp_path / "generated/a")

    tree.write(owned({"a": "2"}))

    assert (tmp_path / "backup").read_text() == "1"
    assert on_disk() == {"a": "2"}
