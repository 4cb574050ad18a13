"""What the last run was made from, so that a run with nothing to do need not build the lab to find that out.

A run depends on nothing but the files of the repository, what is committed, the code that it loads, and the interpreter:
constructs and apps read no clock, network, environment or random source. After a run that left the tree in order its receipt
keeps a fingerprint of all four. If the next run finds them and the tree unchanged, the outcome is known. `--check` and
`--force` never look at it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ..model import Finding, GitSource, decode, encode
from ._git_refs import fingerprint_refs

__all__ = ["Receipt", "fingerprint_repository", "load_receipt", "loaded_code", "save_receipt", "still_holds"]

VERSION = 2
FILE = ".homelab-synth/receipt.json"
OUTPUT = frozenset({"generated", "flux"})
MOST_FILES, MOST_BYTES = 5_000, 64 * 1024 * 1024
"""Beyond this, looking at the repository would cost as much as building the lab."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A run's inputs by fingerprint, and what it had to say.

    `repository` covers every file of the repository but the output and what is hidden; `code` the files of all modules
    that were loaded, which `modules` lists, and the folders that they lie in; `history` Git's branches, since a change is
    compared with what is committed; `schemas` is the state of the cache that rules read schemas from.
    """

    version: int = VERSION
    repository: str
    schemas: str
    code: str
    modules: tuple[str, ...]
    history: str
    inventory: str
    findings: tuple[Finding, ...]
    charts: int
    unproven: tuple[str, ...]
    git: GitSource


def load_receipt(root: Path) -> Receipt | None:
    """The receipt of the last run; none where there is none that can be read."""
    try:
        data = json.loads((root / FILE).read_bytes())
        return decode(Receipt, data) if data.get("version", VERSION) == VERSION else None
    except (OSError, ValueError, AttributeError):
        return None


def save_receipt(root: Path, receipt: Receipt | None) -> None:
    """Keep a receipt for the next run, or drop the one there is; failing to keep it costs nothing but time."""
    path = root / FILE
    unfinished = path.with_name(f"receipt.{os.getpid()}")
    with suppress(OSError):
        if receipt is None:
            path.unlink(missing_ok=True)
            return
        unfinished.write_text(json.dumps(encode(receipt)), encoding="utf-8")
        os.replace(unfinished, path)


def still_holds(receipt: Receipt, root: Path) -> bool:
    """Whether a run would be made from just what the receipt was made from."""
    if receipt.history != fingerprint_refs(root, receipt.git.branch):
        return False
    return receipt.code == _code_fingerprint(receipt.modules) and receipt.repository == fingerprint_repository(root)


def loaded_code() -> tuple[tuple[str, ...], str]:
    """The files of every module that this process has loaded, and their fingerprint."""
    files = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
    modules = tuple(sorted(file for file in files if file))
    return modules, _code_fingerprint(modules)


def _code_fingerprint(modules: Iterable[str]) -> str:
    """By size and time of change: of the modules, and of their folders, where a new file would change what is found."""
    digest = sha256(repr((sys.version, sys.path[1:], sys.flags.optimize)).encode())
    for path in sorted({*modules, *map(os.path.dirname, modules)}):
        try:
            found = os.stat(path)
            digest.update(f"{path}\0{found.st_mtime_ns}\0{found.st_size}\0".encode())
        except OSError:
            digest.update(f"{path}\0gone\0".encode())
    return digest.hexdigest()


def fingerprint_repository(root: Path) -> str | None:
    """By content, of all files but the output, hidden folders and caches.

    Nothing where there are too many to look at, or where links lead elsewhere.
    """
    digest = sha256()
    count = size = 0
    pending = [""]
    while pending:
        folder = pending.pop()
        for entry in sorted(os.scandir(root / folder), key=lambda entry: entry.name):
            path = f"{folder}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                if not entry.name.startswith(".") and entry.name != "__pycache__" and path not in OUTPUT:
                    pending.append(f"{path}/")
                continue
            if not entry.is_file():
                # A link to a folder leads to files that are not looked at here.
                return None
            data = Path(entry.path).read_bytes()
            count, size = count + 1, size + len(data)
            if count > MOST_FILES or size > MOST_BYTES:
                return None
            digest.update(f"{path}\0{len(data)}\0".encode())
            digest.update(data)
    return digest.hexdigest()
