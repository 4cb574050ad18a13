"""Make changes in place, for the first time or again after an interruption."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress

from ._disk import create, overwrite, read
from ._model import Change, NotAFile

__all__ = ["Applier", "left_by_us"]


def left_by_us(data: bytes, old: bytes | None, new: bytes) -> bool:
    """Say whether a process that was replacing `old` by `new` may have left `data`.

    It left some first bytes of the new content, followed by the rest of the old one (written over) or by
    nothing (a new file). Whoever produces the same by hand loses nothing: every byte is in the old or the new
    content.
    """
    if new.startswith(data):
        return True
    if old is None:
        return False
    same = _common_prefix(data, new)
    return data[same:] == old[same:]


def _common_prefix(one: bytes, two: bytes) -> int:
    low, high = 0, min(len(one), len(two))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == two[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


class Applier:
    """Makes changes below `root`. `doing` is the path of the change that is being made, for messages.

    Folders in `known` exist; any other is looked at first, and created where it is missing. A folder that is
    really a symbolic link or a file is not entered.
    """

    def __init__(self, root: str, known: Iterable[str] = ()) -> None:
        self._root = root
        self._folders: dict[str, bool] = dict.fromkeys(known, True)
        self.doing = ""

    def apply(self, changes: Sequence[Change], *, again: bool) -> None:
        """Make `changes`.

        Removals come first: a file may stand where a folder shall be, and a folder where a file shall be.

        With `again`, a change that is already made is skipped, and a file that is neither as before, nor as
        wanted, nor half written by us is somebody's edit since the interruption and is left alone: the next
        comparison reports it as edited by hand.
        """
        prefix = os.path.join(self._root, "")
        removals = [change for change in changes if change.new is None]
        for change in removals:
            self.doing = change.path
            full = prefix + change.path
            if again and not (self._enter(_parent(change.path), make=False) and read(full) == change.old):
                continue
            with suppress(FileNotFoundError):
                os.unlink(full)
        self._prune(removals, changes)
        for change in changes:
            if change.new is None:
                continue
            self.doing = change.path
            full = prefix + change.path
            parent = _parent(change.path)
            if not (self._folders.get(parent) or self._enter(parent, make=True)):
                if again:
                    continue
                raise NotADirectoryError(20, "not a folder", parent)
            current = read(full, len(change.new)) if again else change.old
            if again and (current == change.new or _is_edit(current, change)):
                continue
            if current is None:
                create(full, change.new)
            elif isinstance(current, bytes):
                overwrite(full, change.new)
            else:
                os.unlink(full)
                create(full, change.new)

    def _enter(self, folder: str, *, make: bool) -> bool:
        """Say whether `folder` is a real folder all the way down, after creating it where `make` says so."""
        known = self._folders.get(folder)
        if known is not None:
            return known
        above = _parent(folder)
        if above and not self._enter(above, make=make):
            return False
        full = os.path.join(self._root, folder)
        if make:
            with suppress(FileExistsError):
                os.mkdir(full)
        real = os.path.isdir(full) and not os.path.islink(full)
        if real or make:
            self._folders[folder] = real
        return real

    def _prune(self, removals: Sequence[Change], changes: Sequence[Change]) -> None:
        """Remove the folders that the removals have emptied."""
        needed: set[str] = set()
        for change in changes:
            folder = "" if change.new is None else _parent(change.path)
            while folder and folder not in needed:
                needed.add(folder)
                folder = _parent(folder)
        # The deepest first, so that a folder is tried when the ones below it are gone.
        candidates: set[str] = set()
        for change in removals:
            folder = _parent(change.path)
            while folder and folder not in needed and folder not in candidates:
                candidates.add(folder)
                folder = _parent(folder)
        for folder in sorted(candidates, key=lambda path: (-path.count("/"), path)):
            if not self._enter(folder, make=False):
                continue
            try:
                os.rmdir(os.path.join(self._root, folder))
            except OSError:
                continue  # not empty: somebody else's files are in it
            self._folders.pop(folder, None)


def _parent(path: str) -> str:
    return path.rpartition("/")[0]


def _is_edit(current: bytes | NotAFile | None, change: Change) -> bool:
    """Say whether `current` is neither what was there before `change` nor what we may have left."""
    if current is None or current == change.old:
        return False
    if isinstance(current, NotAFile) or change.new is None:
        return True
    return not left_by_us(current, change.old if isinstance(change.old, bytes) else None, change.new)
