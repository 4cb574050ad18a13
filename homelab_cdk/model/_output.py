"""What a chart renders, kept in the repository for a release whose output stands in the tree."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from .._errors import LockError
from ._lockfile import ChartPin
from ._objects import Body

__all__ = ["OUTPUT_FOLDER", "output_digest", "output_path", "read_output", "write_output"]

OUTPUT_FOLDER = "homelab.rendered"
"""Beside `homelab.lock`: one file a release, written by `homelab lock` alone."""

VERSION = 1


def output_path(construct: str) -> str:
    """The file of a release, from the folder of the lab."""
    return f"{OUTPUT_FOLDER}/{construct.replace('/', '.')}.json"


def output_digest(text: str) -> str:
    """What the lock says of such a file."""
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def write_output(construct: str, chart: ChartPin, bodies: Sequence[Body]) -> str:
    """The text of the file: JSON, which is read a hundred times as fast as YAML; people read `generated/`."""
    data = {"version": VERSION, "construct": construct, "chart": str(chart), "objects": list(bodies)}
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def read_output(text: str) -> list[Body]:
    """The objects in such a file.

    Raises:
        LockError: it is damaged, or of a version that this library does not know.
    """
    try:
        data = json.loads(text)
        found = data["objects"] if data["version"] == VERSION else None
    except (ValueError, KeyError, TypeError) as error:
        raise LockError(f"it is damaged ({error})") from None
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise LockError("it is of another version, or holds no objects")
    return found
