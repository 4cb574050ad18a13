"""What somebody edits between an interruption and the recovery is not overwritten."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from homelab_cdk.synth._tree import OwnedFile, Tree
from homelab_cdk.synth._tree._apply import left_by_us

Owned = Callable[[dict[str, str]], dict[str, OwnedFile]]
OnDisk = Callable[[], dict[str, str]]


class Death(BaseException):
    """The end of the process."""


def _die(*_: object, **__: object) -> None:
    raise Death


@pytest.fixture
def interrupted(owned: Owned, tmp_path: Path) -> Path:
    """A tree whose write died right after its commit; returns the folder of the files."""
    Tree(tmp_path).write(owned({"a": "old", "b": "old", "gone": "old"}))
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr("homelab_cdk.synth._tree._tree.Applier.apply", _die)
        with pytest.raises(Death):
            Tree(tmp_path).write(owned({"a": "new", "b": "new", "c/d": "new"}))
    return tmp_path / "generated"


def test_without_an_edit_all_is_finished(interrupted: Path, tree: Tree, on_disk: OnDisk) -> None:
    assert tree.recover()
    assert not tree.recover()
    assert on_disk() == {"a": "new", "b": "new", "c/d": "new"}


def test_an_edited_file_stays_and_is_reported(interrupted: Path, tree: Tree, owned: Owned, on_disk: OnDisk) -> None:
    (interrupted / "a").write_text("mine")

    found = tree.compare(owned({"a": "new", "b": "new", "c/d": "new"}))

    assert found.hand_edited == ("generated/a",)
    assert on_disk() == {"a": "mine", "b": "new", "c/d": "new"}


def test_an_edited_file_is_not_removed(interrupted: Path, tree: Tree, owned: Owned) -> None:
    (interrupted / "gone").write_text("mine")

    found = tree.compare(owned({"a": "new", "b": "new", "c/d": "new"}))

    assert found.strangers == ("generated/gone",)
    assert (interrupted / "gone").read_text() == "mine"


def test_a_file_in_the_way_of_a_new_folder_stays(interrupted: Path, tree: Tree, on_disk: OnDisk) -> None:
    (interrupted / "c").write_text("mine")

    tree.recover()

    assert on_disk() == {"a": "new", "b": "new", "c": "mine"}


def test_a_link_in_the_way_of_a_new_folder_is_not_followed(
    interrupted: Path, tree: Tree, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (interrupted / "c").symlink_to(elsewhere)

    tree.recover()

    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", True),
        (b"NEW", True),
        (b"NEW and long", True),
        (b"NEWold and longer", False),
        (b"NEW old and longer", False),
        (b"NEW and longer", False),
        (b"NEW tail of old", False),
        (b"NEW and longr", False),
        (b"NEW and long longer than new", True),
        (b"NEW and longt longer than new", False),
        (b"old text longer than new", False),
        (b"mine", False),
    ],
)
def test_half_written_is_new_up_to_a_point_and_then_old_or_nothing(data: bytes, expected: bool) -> None:
    assert left_by_us(data, b"the old text longer than new", b"NEW and long") is expected


def test_every_half_written_file_is_known() -> None:
    old, new = b"aabbccddee", b"aacc"
    for one, two in ((old, new), (new, old)):
        for written in range(len(two) + 1):
            assert left_by_us(two[:written] + one[written:], one, two)
            assert left_by_us(two[:written], None, two)
