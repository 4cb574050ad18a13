"""`.homelab-synth/`: what runs leave for one another beside the tree, never committed.

| file | what it is |
|---|---|
| `.gitignore` | keeps the folder out of Git |
| `lock` | held by the run that writes, see `_lockfile` |
| `journal` | a write that was begun, see `_journal` |
| `generation` | a counter of finished writes |

A comparison takes no lock: `--check` then needs no right to write, and two of them do not disturb each other.
It notes the generation, makes sure that there is no journal, reads the tree, and makes sure again that there
is no journal and that the generation is the same. A writer counts up after its last change to the tree and
before it removes the journal; so whoever read half of a write sees either the journal or the next generation.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from ..._errors import WriteError
from ._disk import create, read
from ._model import NotAFile

__all__ = ["State"]


class State:
    """The folder `.homelab-synth` below `root`."""

    __slots__ = ("folder", "journal", "lock")

    def __init__(self, root: Path) -> None:
        self.folder = os.path.join(root, ".homelab-synth")
        self.lock = os.path.join(self.folder, "lock")
        self.journal = os.path.join(self.folder, "journal")

    def prepare(self) -> None:
        """Create the folder with its `.gitignore`.

        Raises:
            WriteError: something else stands at its place.
        """
        try:
            os.mkdir(self.folder)
        except FileExistsError:
            if os.path.islink(self.folder) or not os.path.isdir(self.folder):
                raise WriteError(f"{self.folder}: must be a folder; delete what is there and run again") from None
        ignore = os.path.join(self.folder, ".gitignore")
        if not os.path.lexists(ignore):
            with suppress(FileExistsError):
                create(ignore, b"*\n")

    def has_journal(self) -> bool:
        """Say whether a write was begun and not finished."""
        return os.path.lexists(self.journal)

    def generation(self) -> bytes | NotAFile | None:
        """Return what differs after each finished write."""
        return read(self._generation)

    def count_up(self) -> None:
        """Start the next generation."""
        current = read(self._generation)
        count = int(current) if isinstance(current, bytes) and current.isdigit() else 0
        if current is not None:
            os.unlink(self._generation)
        create(self._generation, b"%d" % (count + 1))

    @property
    def _generation(self) -> str:
        return os.path.join(self.folder, "generation")
