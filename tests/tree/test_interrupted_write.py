"""A process that dies at any step of a write leaves the whole old tree or the whole new one."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from homelab_cdk.synth._tree import OwnedFile, Tree

Owned = Callable[[dict[str, str]], dict[str, OwnedFile]]
OnDisk = Callable[[], dict[str, str]]


OLD = {
    "same": "same\n",
    "changed": "old\n" * 40,
    "shorter": "old\n" * 90,
    "gone/away": "old\n",
    "swap": "a file\n",
}
NEW = {
    "same": "same\n",
    "changed": "new\n" * 60,
    "shorter": "new\n" * 3,
    "new/here": "new\n",
    "swap/in": "a folder\n",
}
STEPS = ("open", "write", "close", "ftruncate", "unlink", "replace", "mkdir", "rmdir", "fsync")


class Death(BaseException):
    """The end of the process: no handler of ours may stop it."""


class Mortal:
    """The `os` functions that change the disk; dies before call number `last`, a write then half done."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, last: int) -> None:
        self.calls = 0
        self._last = last
        for name in STEPS:
            monkeypatch.setattr(os, name, self._counted(name, getattr(os, name)))

    def _counted(self, name: str, plain: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **kwargs: object) -> object:
            if self.calls > self._last and name != "close":
                raise Death  # a dead process does nothing more, whatever its handlers try
            self.calls += 1
            if self.calls > self._last and name == "write":
                data = args[1]
                assert isinstance(data, bytes)
                plain(args[0], data[: len(data) // 2])
            if self.calls > self._last and name != "close":
                raise Death
            return plain(*args, **kwargs)

        return call


def test_at_every_step(owned: Owned, on_disk: OnDisk, tmp_path: Path) -> None:
    old, new = owned(OLD), owned(NEW)
    outcomes: list[bool] = []
    last = 0
    while True:
        Tree(tmp_path).write(old)
        with pytest.MonkeyPatch.context() as monkeypatch:
            Mortal(monkeypatch, last)
            try:
                Tree(tmp_path).write(new)
            except Death:
                pass
            else:
                break
        is_new = Tree(tmp_path).compare(new).clean
        assert is_new or Tree(tmp_path).compare(old).clean, f"mixed after a death at step {last}: {on_disk()}"
        assert on_disk() == (NEW if is_new else OLD)
        outcomes.append(is_new)
        last += 1

    # One moment divides them: before it every death leaves the old tree, from it on every one the new.
    assert outcomes == sorted(outcomes)
    assert outcomes.count(False) > 5
    assert outcomes.count(True) > 25


def test_at_every_step_of_the_recovery(owned: Owned, on_disk: OnDisk, tmp_path: Path) -> None:
    old, new = owned(OLD), owned(NEW)
    Tree(tmp_path).write(old)
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr("homelab_cdk.synth._tree._tree.Applier.apply", _die)
        with pytest.raises(Death):
            Tree(tmp_path).write(new)

    deaths = 0
    for last in range(1000):
        with pytest.MonkeyPatch.context() as monkeypatch:
            Mortal(monkeypatch, last)
            try:
                assert Tree(tmp_path).recover(), f"the journal is gone after a death at step {last - 1}"
                break
            except Death:
                deaths += 1

    assert 10 < deaths < 1000
    assert on_disk() == NEW
    assert Tree(tmp_path).compare(new).clean


def _die(*_: object, **__: object) -> None:
    raise Death
