"""Whether the tree on disk is, to the last byte, what a run left behind."""

from __future__ import annotations

import os
from hashlib import sha256

from ._disk import read, scan
from ._inventory import parse

__all__ = ["count_intact", "inventory_digest"]


def inventory_digest(root: str, inventory_path: str) -> str | None:
    """The SHA-256 of the inventory, which holds those of all other files; nothing where there is none."""
    raw = read(os.path.join(root, inventory_path))
    return sha256(raw).hexdigest() if isinstance(raw, bytes) else None


def count_intact(root: str, folders: tuple[str, ...], inventory_path: str, digest: str) -> int | None:
    """How many files there are if the inventory has this digest and every file is what it says; else nothing."""
    found = scan(root, folders)
    raw = read(os.path.join(root, inventory_path))
    if found.others or not isinstance(raw, bytes) or sha256(raw).hexdigest() != digest:
        return None
    owned = parse(raw, inventory_path).files
    if found.files != {*owned, inventory_path}:
        return None
    prefix = os.path.join(root, "")
    for path, hashes in owned.items():
        data = read(prefix + path)
        if not isinstance(data, bytes) or sha256(data).hexdigest() != hashes[0]:
            return None
    return len(found.files)
