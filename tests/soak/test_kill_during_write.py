"""Whenever a writing process is killed, the next command finds the whole old tree or the whole new one."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from homelab_cdk.synth._tree import OwnedFile, Tree

sys.path.insert(0, str(Path(__file__).parent))
from _tree_writer import trees  # the child's own file, beside this one

REPOSITORY = Path(__file__).parents[2]
KILLS = 500

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")


def test_no_kill_leaves_a_mixed_tree(
    tmp_path: Path, scale: Callable[[int], int], record_property: Callable[[str, object], None]
) -> None:
    first, second = trees()
    kills = scale(KILLS)
    moments: Counter[str] = Counter()
    delays = random.Random(2)
    Tree(tmp_path).write(first)
    for number in range(kills):
        kill_a_writer(tmp_path, delays)
        moments[moment_of_death(tmp_path)] += 1

        tree = Tree(tmp_path)
        is_first, is_second = tree.compare(first).clean, tree.compare(second).clean

        assert is_first != is_second, f"mixed after kill {number}: {tree.compare(first)}"
        assert contents(tmp_path) == wanted(first if is_first else second)

    evidence = f"{kills} kills: {dict(sorted(moments.items()))}"
    print(evidence)
    record_property("kills", evidence)
    # Otherwise the kills prove nothing: many must fall between the commit of a write and its end.
    assert moments["after the commit"] >= kills // 10, evidence


def kill_a_writer(root: Path, delays: random.Random) -> None:
    """Start a writer, learn how long its writes take, and kill it at a random moment of the next two."""
    with subprocess.Popen(
        [sys.executable, str(Path(__file__).parent / "_tree_writer.py"), str(root)],
        cwd=REPOSITORY,
        env={"PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.PIPE,
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
        # Two: the first has nothing to do where the tree is already what it writes.
        seconds = max(int(writer.stdout.readline()) for _ in range(2)) / 1e6
        until = time.perf_counter() + delays.uniform(0, 2 * seconds)
        while time.perf_counter() < until:
            pass  # a sleep would wake up at the ticks of the scheduler only
        writer.send_signal(signal.SIGKILL)
    assert writer.returncode == -signal.SIGKILL, "the writer ended before it was killed"


def moment_of_death(root: Path) -> str:
    """Say which phase of the write was interrupted."""
    if (root / ".homelab-synth/journal").exists():
        return "after the commit"
    if (root / ".homelab-synth/journal.new").exists():
        return "while writing the journal"
    return "before the journal or between two writes"


def contents(root: Path) -> dict[str, str]:
    """Read every file of the tree, by other means than the library's."""
    return {
        path.relative_to(root).as_posix(): path.read_text()
        for folder in ("generated", "flux")
        for path in (root / folder).rglob("*")
        if path.is_file() and path.name != "inventory.json"
    }


def wanted(files: Mapping[str, OwnedFile]) -> dict[str, str]:
    """Return the texts of `files`."""
    return {path: file.content for path, file in files.items()}
