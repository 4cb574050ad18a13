"""Writing a file as a whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["replace_file"]


def replace_file(path: Path, content: bytes) -> bool:
    """Write a file as a whole, and only if it says something new; whether it did.

    Two runs may write the same file at once: each has an unfinished one of its own.
    """
    if path.is_file() and path.read_bytes() == content:
        return False
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        unfinished.write_bytes(content)
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
    return True
