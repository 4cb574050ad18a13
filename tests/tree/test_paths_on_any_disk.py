"""Only paths that are valid and distinct on every disk are written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from homelab_cdk._errors import WriteError
from homelab_cdk.synth._tree import OwnedFile, Tree

Owned = Callable[[dict[str, str]], dict[str, OwnedFile]]
OnDisk = Callable[[], dict[str, str]]


def wanted(*paths: str) -> dict[str, OwnedFile]:
    return {path: OwnedFile(content="", construct=f"lab/{number}") for number, path in enumerate(paths)}


@pytest.mark.parametrize(
    ("path", "complaint"),
    [
        ("/etc/passwd", "it lies outside generated/ and flux/"),
        ("README.md", "it lies outside"),
        ("generated", "it lies outside"),
        ("generatedly/a", "it lies outside"),
        ("generated/../README.md", "'..' is no name of a file or folder"),
        ("generated/./a", "'.' is no name"),
        ("generated//a", "'' is no name"),
        ("generated/a/", "'' is no name"),
        ("generated/.git/config", "'.git' belongs to Git"),
        ("generated/a:b", "'a:b' contains ':', which Windows does not allow"),
        ("generated/a\\b", "which Windows does not allow"),
        ("generated/a\nb", "which Windows does not allow"),
        ("generated/a*", "which Windows does not allow"),
        ("generated/a.", "'a.' ends with '.', which Windows drops"),
        ("generated/a /b", "'a ' ends with ' ', which Windows drops"),
        ("generated/aux/a", "'aux' is a device name on Windows"),
        ("generated/NUL.yaml", "'NUL.yaml' is a device name on Windows"),
        ("generated/com1.a.b", "is a device name on Windows"),
        ("generated/" + "a" * 256, "is 256 bytes long, and 255 are allowed"),
        ("generated/" + "ü" * 128, "is 256 bytes long, and 255 are allowed"),
        ("generated/\udcff", "is not valid Unicode"),
        ("generated/inventory.json", "this path belongs to the inventory"),
    ],
)
def test_a_path_that_some_disk_cannot_hold_is_refused(tree: Tree, tmp_path: Path, path: str, complaint: str) -> None:
    with pytest.raises(WriteError) as error:
        tree.write(wanted(path))

    assert f"{path} (made by lab/0): " in str(error.value)
    assert complaint in str(error.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "path",
    [
        "generated/a",
        "flux/a b.yaml",
        "generated/system%3aauth.yaml",
        "generated/.hidden",
        "generated/ü",
        "generated/" + "a" * 255,
        "generated/console",
        "generated/com10",
    ],
)
def test_any_other_path_is_fine(tree: Tree, path: str) -> None:
    tree.write(wanted(path))

    assert tree.compare(wanted(path)).clean


@pytest.mark.parametrize(
    ("one", "two", "what"),
    [
        ("generated/a", "generated/A", "are one file"),
        ("generated/straße", "generated/STRASSE", "are one file"),
        ("generated/\u00fc", "generated/u\u0308", "are one file"),
        ("generated/x/a", "generated/X/b", "are one folder"),
        ("generated/x", "generated/X/b", "is a file and"),
        ("generated/x", "generated/x/b", "is a file and"),
        ("generated/a", "generated/INVENTORY.json", "(the inventory) are one file"),
    ],
)
def test_two_paths_that_are_one_on_some_disk_are_refused(tree: Tree, one: str, two: str, what: str) -> None:
    with pytest.raises(WriteError) as error:
        tree.write(wanted(one, two))

    assert what in str(error.value)
    assert "made by lab/1" in str(error.value)


def test_all_problems_are_named_at_once(tree: Tree) -> None:
    with pytest.raises(WriteError) as error:
        tree.write(wanted("generated/a:", "generated/b", "generated/B", "c"))

    assert len(str(error.value).splitlines()) == 4
