"""The tree: compare and write, recovering first."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from ..._errors import BusyError, HandEditedError, WriteError
from . import _journal
from ._apply import Applier
from ._intact import count_intact, inventory_digest
from ._lockfile import Lock
from ._model import Change, Comparison, OwnedFile
from ._paths import path_problems
from ._plan import Plan, make_plan
from ._state import State

__all__ = ["Tree"]

_TRIES = 3


class Tree:
    """The output below `root`.

    It consists of the folders `folders` (default `generated` and `flux`); `inventory` lies in one of them.

    A write happens as a whole or not at all, also when the process is killed: then the next `compare`,
    `write` or `recover` finishes what had been begun. This holds for a process that dies at any moment; after
    a power failure, files that the system had not yet put on the disk are found as missing or hand-edited.
    """

    def __init__(
        self,
        root: Path,
        folders: tuple[str, ...] = ("generated", "flux"),
        inventory: str = "generated/inventory.json",
    ) -> None:
        self._root = os.path.realpath(root)
        self._folders = folders
        self._inventory = inventory
        self._state = State(Path(self._root))

    def recover(self) -> bool:
        """Finish a write that was interrupted; return whether there was one.

        Files that somebody has edited since the interruption are left as they are.

        Raises:
            BusyError: the write is not interrupted but under way in another process.
            WriteError: a file cannot be written, or another version of the library began the write.
        """
        if not self._state.has_journal():
            return False
        with self._errors("the interrupted write is kept and can be finished"), self._lock():
            return self._recover()

    def intact(self, inventory: str) -> Comparison | None:
        """The comparison of a tree that is just as an inventory with this digest says; nothing if it is not."""
        with self._errors("nothing was changed"):
            generation = self._state.generation()
            if self._state.has_journal():
                return None
            count = count_intact(self._root, self._folders, self._inventory, inventory)
            if count is None or self._state.has_journal() or self._state.generation() != generation:
                return None
            return Comparison(unchanged=count)

    def inventory_digest(self) -> str | None:
        """The digest of the inventory, by which `intact` knows the tree again."""
        return inventory_digest(self._root, self._inventory)

    def compare(self, files: Mapping[str, OwnedFile]) -> Comparison:
        """Return how the tree on disk differs from `files`.

        Changes nothing, but for finishing an interrupted write.

        Raises:
            BusyError: another process is writing.
            WriteError: a path in `files` cannot be written on every disk, the inventory is damaged, or a file
            cannot be read.
        """
        self._check_paths(files)
        with self._errors("nothing was changed"):
            for _ in range(_TRIES):
                self.recover()
                generation = self._state.generation()
                if self._state.has_journal():
                    continue
                comparison = self._plan(files).comparison
                if not self._state.has_journal() and self._state.generation() == generation:
                    return comparison
        raise BusyError(
            f"{self._root}: other runs are writing here all the time; wait until they have ended and run again"
        )

    def write(self, files: Mapping[str, OwnedFile], *, force: bool = False) -> Comparison:
        """Make the tree on disk equal to `files`; return how it differed before.

        Files that are as wanted are not touched. Files that are owned and no longer wanted are removed, with
        the folders that become empty. `force` (default: off) also replaces what was edited by hand and what
        is in the way without being ours.

        Raises:
            BusyError: another process is writing.
            HandEditedError: files were edited by hand, or are not ours, and `force` is off; nothing was
            written. WriteError: a path cannot be written on every disk, something is in the way that `force`
            cannot replace, the inventory is
                damaged, or the disk refuses.
        """
        self._check_paths(files)
        with self._errors("nothing was changed"), self._lock():
            self._recover()
            plan = self._plan(files)
            self._refuse(plan, force)
            if plan.changes:
                _journal.commit(self._state.journal, plan.changes)
                self._apply(Applier(self._root, plan.folders), plan.changes, again=False)
            return plan.comparison

    def _check_paths(self, files: Mapping[str, OwnedFile]) -> None:
        constructs = {path: file.construct for path, file in files.items()}
        if problems := path_problems(constructs, self._folders, self._inventory):
            raise WriteError("the output has paths that cannot be written on every disk:\n  " + "\n  ".join(problems))

    def _plan(self, files: Mapping[str, OwnedFile]) -> Plan:
        return make_plan(self._root, self._folders, self._inventory, files)

    def _refuse(self, plan: Plan, force: bool) -> None:
        if plan.blocked:
            raise WriteError(
                "nothing was written, because in the way of files to write is what homelab-synth never "
                "replaces (a folder, or a link "
                f"or file where a folder must be); move it away: {', '.join(plan.blocked)}"
            )
        found = plan.comparison
        if force or not (found.hand_edited or found.foreign):
            return
        lines = [f"  {path}: changed by hand since homelab-synth wrote it" for path in found.hand_edited]
        lines += [
            f"  {path}: not written by homelab-synth ({self._inventory} does not list it)" for path in found.foreign
        ]
        raise HandEditedError(
            "nothing was written, because what is in these files would be lost:\n"
            + "\n".join(lines)
            + "\nto keep a change, make it in homelab.yaml or in apps/; to drop it and take what is "
            "generated, run homelab-synth --force"
        )

    def _recover(self) -> bool:
        """Finish an interrupted write, the lock being held."""
        _journal.discard_unfinished(self._state.journal)
        if not self._state.has_journal():
            return False
        changes = _journal.load(self._state.journal, self._folders)
        if changes is None:
            os.unlink(self._state.journal)
            return False
        self._apply(Applier(self._root), changes, again=True)
        return True

    def _apply(self, applier: Applier, changes: list[Change], *, again: bool) -> None:
        """Make the changes that the journal holds, then drop it."""
        try:
            applier.apply(changes, again=again)
            self._state.count_up()
            os.unlink(self._state.journal)
        except OSError as error:
            where = os.path.join(self._root, applier.doing)
            raise WriteError(
                f"{where}: {_reason(error)}; the write is half done and nothing is lost: all of it is in "
                f"{self._state.journal}; "
                f"{_remedy(error)}, and run any command of homelab-synth again: it finishes the write"
            ) from error

    def _lock(self) -> Lock:
        self._state.prepare()
        return Lock(self._state.lock, self._root)

    @contextmanager
    def _errors(self, outcome: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            where = error.filename or self._root
            raise WriteError(f"{where}: {_reason(error)}; {outcome}; {_remedy(error)}, and run again") from error


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


def _remedy(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return "free some space on the disk"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "make the file and its folder writable for you"
    return "remove the cause"
