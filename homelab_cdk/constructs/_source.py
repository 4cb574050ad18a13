"""Where in the sources of a lab a construct was created.

Only while the applications of a repository are built: the innermost frame on the stack whose file lies in their folder. That
is a pair of a file and a line, kept for each construct and made a place of when somebody asks.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

__all__ = ["Source", "calling_line", "shown", "sources_in"]

Source = tuple[str, int] | None
"""A file, as seen from the root of the repository, and a line."""


class _Watched:
    """The folder whose files are looked for on the stack; none outside of `sources_in`."""

    folder: str | None = None
    shown: int = 0
    """How much of a path is left out where it is shown."""


@contextmanager
def sources_in(folder: Path) -> Iterator[None]:
    """Keep for each construct that is created meanwhile which line of this folder's files created it."""
    before = (_Watched.folder, _Watched.shown)
    folder = folder.absolute()
    _Watched.folder, _Watched.shown = f"{folder}/", len(f"{folder.parent}/")
    try:
        yield
    finally:
        _Watched.folder, _Watched.shown = before


def calling_line() -> Source:
    """The innermost line of a file in the watched folder that led here; nothing outside of `sources_in`."""
    folder = _Watched.folder
    if folder is None:
        return None
    # The caller and the constructor that it stands in are no application's.
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith(folder):
            return file[_Watched.shown :], frame.f_lineno
        frame = frame.f_back
    return None


def shown(path: Path) -> str:
    """A file as seen from the root of the repository where it lies in the watched folder; else as it was given."""
    folder = _Watched.folder
    whole = str(path.absolute())
    return whole[_Watched.shown :] if folder is not None and whole.startswith(folder) else str(path)
