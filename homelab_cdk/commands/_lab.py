"""Building the lab of a folder, for commands that look at it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..model import Lock
    from ..order import Built

__all__ = ["build_lab_of"]


def build_lab_of(directory: Path, doing: str, *, over: Callable[[Lock], Lock] | None = None) -> Built:
    """Build and order the lab of a folder, and tell on a terminal what for.

    A command calls this before it imports anything else of the library: what is first imported in here is imported
    while Node.js starts, and with the right Node.js.

    Args:
        directory: the folder.
        doing: what for.
        over: what is put in place of the lock; by default it is taken as it is.
    """
    from ..synth._run import build
    from ._console import progress

    with progress() as say:
        say(f"{doing} ...")
        return build(directory, over=over)
