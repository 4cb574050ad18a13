"""`homelab.rendered/`: what charts render whose output stands in the tree."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from .._errors import LockError
from .._whole_file import replace_file

__all__ = ["write_outputs"]


def write_outputs(directory: Path, outputs: Mapping[str, str]) -> bool:
    """Make the folder hold just these outputs; what is not of its kind is left alone. Whether anything changed."""
    from ..model import OUTPUT_FOLDER, output_path

    folder = directory / OUTPUT_FOLDER
    wanted = {directory / output_path(construct): text for construct, text in outputs.items()}
    changed = False
    if wanted:
        folder.mkdir(exist_ok=True)
    for path, text in wanted.items():
        changed = replace_file(path, text.encode()) or changed
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        if path not in wanted and _is_output(path):
            path.unlink()
            changed = True
    with suppress(OSError):
        folder.rmdir()  # once nothing is left in it
    return changed


def _is_output(path: Path) -> bool:
    from ..model import read_output

    try:
        read_output(path.read_text(encoding="utf-8"))
    except (LockError, OSError, ValueError):
        return False
    return True
