"""The inventory: which files are ours, and the hash of what was written into each.

```
{
  "version": 1,
  "files": {
    "flux/apps.yaml": {"sha256": "...", "construct": "lab/flux"}
  }
}
```

One line per file, sorted, so that a diff shows which files changed and Git merges two branches line by line.
Where it cannot, the file comes with conflict markers: then the entries of both sides hold, because each side
wrote files that are ours.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..._errors import WriteError

__all__ = ["Inventory", "has_conflict", "parse", "render"]

_VERSION = 1
_CONFLICT = re.compile(rb"^<<<<<<< .*?^=======\r?$.*?^>>>>>>> ", re.MULTILINE | re.DOTALL)
_FRAME = re.compile(r'\s*(\{|\}|\},|"version":.*|"files": \{\}?,?|)\s*')


@dataclass(frozen=True, slots=True)
class Inventory:
    """What an inventory says: for each path the SHA-256 (hex) of what was written.

    More than one per path only after a conflict.
    """

    files: dict[str, tuple[str, ...]]
    conflicted: bool = False


def has_conflict(data: bytes) -> bool:
    """Say whether `data` holds the markers that Git leaves around a merge conflict."""
    return b"<<<<<<< " in data and _CONFLICT.search(data) is not None


def render(entries: Iterable[tuple[str, str, str]]) -> bytes:
    """Return the inventory of `entries`, each a path, a hash and a construct."""
    text = json.JSONEncoder(ensure_ascii=False).encode
    lines = [
        f'    {text(path)}: {{"sha256": "{sha256}", "construct": {text(construct)}}}'
        for path, sha256, construct in sorted(entries)
    ]
    body = "{\n" + ",\n".join(lines) + "\n  }" if lines else "{}"
    return f'{{\n  "version": {_VERSION},\n  "files": {body}\n}}\n'.encode()


def parse(data: bytes, path: str) -> Inventory:
    """Read an inventory; `path` is its name in messages.

    Raises:
        WriteError: it is neither an inventory nor one with conflict markers, or a later version of the
        library wrote it.
    """
    try:
        text = data.decode()
        if has_conflict(data):
            return Inventory(_both_sides(text), conflicted=True)
        document = json.loads(text)
        version = document["version"]
        if version != _VERSION:
            raise WriteError(
                f"{path}: version {version!r} of the inventory is unknown, this library writes version "
                f"{_VERSION}; "
                "upgrade homelab_cdk to the version that wrote it, or restore the file from Git"
            )
        return Inventory({name: (str(entry["sha256"]),) for name, entry in document["files"].items()})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise WriteError(
            f"{path}: not an inventory ({type(error).__name__}: {error}), so nothing says which files are "
            f"ours; restore it from "
            f"Git (git checkout -- {path}), or delete it: files that are as they shall be are then taken "
            f"over, and "
            "homelab-synth --force replaces the others"
        ) from error


def _both_sides(text: str) -> dict[str, tuple[str, ...]]:
    """Return the entries of both sides of an inventory with conflict markers."""
    found: dict[str, list[str]] = {}
    in_base = False
    for line in text.splitlines():
        if line.startswith(("<<<<<<< ", "=======", ">>>>>>> ", "|||||||")):
            # The common ancestor (merge.conflictStyle diff3) is neither side.
            in_base = line.startswith("|||||||")
        elif not in_base and not _FRAME.fullmatch(line):
            for name, entry in json.loads("{" + line.strip().removesuffix(",") + "}").items():
                found.setdefault(name, []).append(str(entry["sha256"]))
    return {name: tuple(dict.fromkeys(hashes)) for name, hashes in found.items()}
