"""From any state of the disk to any wanted tree: a forced write ends clean, and strangers stay."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings, strategies as st

from homelab_cdk._errors import WriteError
from homelab_cdk.synth._tree import OwnedFile, Tree

# Paths that are files in one tree and folders in another.
PATHS = ("a", "a/b", "a/b/c", "a/d", "e", "e/f", "g/h/i")


def without_clashes(texts: dict[str, str]) -> dict[str, str]:
    return {path: text for path, text in texts.items() if not any(other.startswith(path + "/") for other in texts)}


TEXTS = st.dictionaries(st.sampled_from(PATHS), st.text(alphabet="xyz\n", max_size=4)).map(without_clashes)


def wanted(texts: dict[str, str]) -> dict[str, OwnedFile]:
    return {f"generated/{path}": OwnedFile(content=text, construct="lab") for path, text in texts.items()}


@given(st.lists(TEXTS, min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_one_tree_after_another(trees: list[dict[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        tree = Tree(Path(folder))
        for texts in trees:
            tree.write(wanted(texts))

            assert tree.compare(wanted(texts)).clean
            top = Path(folder, "generated")
            left = {path.relative_to(top).as_posix() for path in top.rglob("*") if path.is_file()}
            assert left == {*texts, "inventory.json"}
            assert all(any(path.iterdir()) for path in top.rglob("*") if path.is_dir()), "an empty folder is left"


@given(TEXTS, TEXTS, TEXTS)
@settings(max_examples=60, deadline=None)
def test_over_what_somebody_put_there(before: dict[str, str], put: dict[str, str], after: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        tree = Tree(Path(folder))
        tree.write(wanted(before))
        top = Path(folder, "generated")
        for path, text in put.items():
            if not (top / path).is_dir() and not any((top / parent).is_file() for parent in Path(path).parents):
                (top / path).parent.mkdir(parents=True, exist_ok=True)
                (top / path).write_text(text)
        strangers = {path: Path(folder, path).read_text() for path in tree.compare(wanted(after)).strangers}

        try:
            tree.write(wanted(after), force=True)
        except WriteError as error:
            assert "move it away: " in str(error)
        else:
            found = tree.compare(wanted(after))
            assert set(found.strangers) == strangers.keys()
            assert found.unchanged == len(after) + 1
        assert {path: Path(folder, path).read_text() for path in strangers} == strangers
