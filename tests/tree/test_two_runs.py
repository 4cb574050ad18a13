"""Two runs at once: one writes, the other says so; readers see no half of a write."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from homelab_cdk._errors import BusyError
from homelab_cdk.synth._tree import OwnedFile, Tree
from homelab_cdk.synth._tree._lockfile import Lock
from homelab_cdk.synth._tree._plan import Plan, make_plan

Owned = Callable[[dict[str, str]], dict[str, OwnedFile]]
OnDisk = Callable[[], dict[str, str]]


def test_the_second_writer_names_the_first(tree: Tree, owned: Owned, tmp_path: Path, on_disk: OnDisk) -> None:
    tree.write(owned({"a": "1"}))

    with Lock(str(tmp_path / ".homelab-synth/lock"), "the first"), pytest.raises(BusyError) as error:
        tree.write(owned({"a": "2"}))

    assert f"process {os.getpid()}, for " in str(error.value)
    assert on_disk() == {"a": "1"}
    tree.write(owned({"a": "2"}))
    assert on_disk() == {"a": "2"}


def test_a_comparison_needs_no_lock(tree: Tree, owned: Owned, tmp_path: Path) -> None:
    tree.write(owned({"a": "1"}))

    with Lock(str(tmp_path / ".homelab-synth/lock"), "another"):
        assert tree.compare(owned({"a": "1"})).clean


def test_a_comparison_does_not_read_a_write_under_way(tree: Tree, owned: Owned, tmp_path: Path) -> None:
    tree.write(owned({"a": "1"}))
    (tmp_path / ".homelab-synth/journal").touch()

    with Lock(str(tmp_path / ".homelab-synth/lock"), "another"), pytest.raises(BusyError):
        tree.compare(owned({"a": "1"}))


def test_a_comparison_that_a_write_overtakes_is_made_again(
    tree: Tree, owned: Owned, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree.write(owned({"a": "1", "b": "1"}))
    wanted = owned({"a": "2", "b": "2"})
    calls: list[str] = []

    def overtaken(root: str, *rest: object) -> Plan:
        calls.append(root)
        plan = make_plan(root, *rest)  # type: ignore[arg-type]  # handed on as it came
        if len(calls) == 1:
            Tree(tmp_path).write(wanted)  # begins and ends between our reading and our answer
        return plan

    monkeypatch.setattr("homelab_cdk.synth._tree._tree.make_plan", overtaken)

    assert tree.compare(wanted).clean
    assert len(calls) == 3  # ours, the writer's, and ours again


def test_what_runs_leave_is_hidden_from_git(tree: Tree, tmp_path: Path) -> None:
    tree.write({})

    assert (tmp_path / ".homelab-synth/.gitignore").read_text() == "*\n"
