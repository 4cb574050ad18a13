"""The inventory is small, stable, and says so when it is damaged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from homelab_cdk._errors import WriteError
from homelab_cdk.synth._tree import OwnedFile, Tree

Owned = Callable[[dict[str, str]], dict[str, OwnedFile]]
OnDisk = Callable[[], dict[str, str]]


def test_one_sorted_line_per_file(tree: Tree, owned: Owned, tmp_path: Path) -> None:
    tree.write(owned({"b": "2", "a": "1"}))

    assert (tmp_path / "generated/inventory.json").read_bytes() == (
        b"{\n"
        b'  "version": 1,\n'
        b'  "files": {\n'
        b'    "generated/a": {"sha256": "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b", '
        b'"construct": "lab/a"},\n'
        b'    "generated/b": {"sha256": "d4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35", '
        b'"construct": "lab/b"}\n'
        b"  }\n"
        b"}\n"
    )


def test_the_order_of_the_wanted_files_does_not_matter(tree: Tree, owned: Owned) -> None:
    tree.write(owned({"b": "2", "a": "1"}))

    assert tree.compare(owned({"a": "1", "b": "2"})).clean


def test_an_empty_tree_has_an_inventory(tree: Tree, tmp_path: Path) -> None:
    tree.write({})

    assert (tmp_path / "generated/inventory.json").read_text() == '{\n  "version": 1,\n  "files": {}\n}\n'
    assert tree.compare({}).clean


def test_a_new_construct_is_a_change_of_the_inventory_alone(tree: Tree) -> None:
    tree.write({"generated/a": OwnedFile(content="1", construct="lab/old")})

    found = tree.compare({"generated/a": OwnedFile(content="1", construct="lab/new")})

    assert found.changed == ("generated/inventory.json",)
    assert found.unchanged == 1


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"version": 1}', '{"version": 1, "files": {"a": 1}}', "\udcff"])
def test_a_damaged_inventory_says_how_to_mend_it(tree: Tree, tmp_path: Path, damage: str) -> None:
    (tmp_path / "generated").mkdir()
    (tmp_path / "generated/inventory.json").write_bytes(damage.encode("utf-8", "surrogateescape"))

    with pytest.raises(WriteError, match=r"^generated/inventory.json: not an inventory .*git checkout"):
        tree.compare({})


def test_an_inventory_of_a_later_version_is_not_guessed_at(tree: Tree, tmp_path: Path) -> None:
    (tmp_path / "generated").mkdir()
    (tmp_path / "generated/inventory.json").write_text('{"version": 2, "files": {}}')

    with pytest.raises(WriteError, match="version 2 of the inventory is unknown, this library writes version 1"):
        tree.compare({})
