"""After a merge, the next run regenerates what Git could not decide."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from homelab_cdk.synth._tree import OwnedFile, Tree

Owned = Callable[[dict[str, str]], dict[str, OwnedFile]]
OnDisk = Callable[[], dict[str, str]]


MARKERS = "<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> branch\n"


def entry(path: str, text: str) -> str:
    return f'    "{path}": {{"sha256": "{hashlib.sha256(text.encode()).hexdigest()}", "construct": "lab"}},\n'


def test_a_file_with_conflict_markers_is_regenerated(tree: Tree, owned: Owned, tmp_path: Path, on_disk: OnDisk) -> None:
    tree.write(owned({"a": "1", "b": "1"}))
    (tmp_path / "generated/a").write_text("x: 1\n" + MARKERS)
    (tmp_path / "generated/b").write_text(MARKERS)

    found = tree.write(owned({"a": "1"}))

    assert found.conflicted == ("generated/a", "generated/b")
    assert on_disk() == {"a": "1"}


def test_an_inventory_in_conflict_holds_for_both_sides(
    tree: Tree, owned: Owned, tmp_path: Path, on_disk: OnDisk
) -> None:
    (tmp_path / "generated").mkdir()
    for name, text in {"a": "ours", "b": "theirs", "gone": "base"}.items():
        (tmp_path / "generated" / name).write_text(text)
    (tmp_path / "generated/inventory.json").write_text(
        '{\n  "version": 1,\n  "files": {\n'
        "<<<<<<< HEAD\n" + entry("generated/a", "ours") + entry("generated/b", "old") + "||||||| base\n"
        "    broken line that nobody reads\n"
        "=======\n"
        + entry("generated/a", "old")
        + entry("generated/b", "theirs")
        + entry("generated/gone", "base")
        + ">>>>>>> branch\n"
        "  }\n}\n"
    )

    found = tree.write(owned({"a": "new", "b": "new"}))

    assert found.changed == ("generated/a", "generated/b")
    assert found.removed == ("generated/gone",)
    assert found.conflicted == ("generated/inventory.json",)
    assert on_disk() == {"a": "new", "b": "new"}
    assert tree.compare(owned({"a": "new", "b": "new"})).clean


def test_a_file_that_git_merged_from_both_sides_is_no_edit(tree: Tree, owned: Owned, tmp_path: Path) -> None:
    (tmp_path / "generated").mkdir()
    (tmp_path / "generated/a").write_text("half ours, half theirs")
    (tmp_path / "generated/inventory.json").write_text(
        '{\n  "version": 1,\n  "files": {\n<<<<<<< HEAD\n'
        + entry("generated/a", "ours")
        + "=======\n"
        + entry("generated/a", "theirs")
        + ">>>>>>> branch\n  }\n}\n"
    )

    assert tree.compare(owned({"a": "new"})).conflicted == ("generated/a", "generated/inventory.json")
