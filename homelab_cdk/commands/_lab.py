"""Building the lab of a folder, for commands that look at it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..order import Built

__all__ = ["build_lab_of"]


def build_lab_of(directory: Path, doing: str) -> Built:
    """Build and order the lab of a folder, and tell on a terminal what for.

    A command calls this before it imports anything else of the library: what is first imported in here is imported
    while Node.js starts, and with the right Node.js.
    """
    from ..synth._run import build
    from ._console import progress

    with progress() as say:
        say(f"{doing} ...")
        return build(directory)
