"""The few operations on files, none of which follows a symbolic link at its last segment.

`os` functions on plain strings instead of `pathlib` and `open`: for thousands of small files they take about
half the time.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field

from ._model import NotAFile

__all__ = ["Scan", "create", "overwrite", "read", "scan"]

_SAFE = (
    getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NONBLOCK", 0)
)
_READ = os.O_RDONLY | _SAFE
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _SAFE
_OVERWRITE = os.O_WRONLY | _SAFE
_CHUNK = 1 << 16

# What desktops leave in any folder that was looked at; not worth a word.
_LITTER = frozenset([".DS_Store", "Thumbs.db", "desktop.ini"])


@dataclass(slots=True)
class Scan:
    """What is in the folders: regular files, folders, and everything else (symbolic links, pipes)."""

    files: set[str] = field(default_factory=set)
    folders: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)

    def holds(self, path: str) -> bool:
        """Say whether anything stands at `path`."""
        return path in self.files or path in self.folders or path in self.others


def scan(root: str, folders: tuple[str, ...]) -> Scan:
    """List everything below `folders`, symbolic links not followed."""
    found = Scan()
    pending: list[str] = []
    for folder in folders:
        # A link anywhere on the way to the folder would lead out of it just as well.
        above = folder.split("/")
        for count in range(1, len(above) + 1):
            path = "/".join(above[:count])
            kind = _kind(os.path.join(root, path))
            if kind == "folder":
                found.folders.add(path)
                if path == folder:
                    pending.append(path)
                continue
            if kind is not None:
                (found.files if kind == "file" else found.others).add(path)
            break
    while pending:
        folder = pending.pop()
        try:
            entries = os.scandir(os.path.join(root, folder))
        except FileNotFoundError:
            continue
        with entries:
            for entry in entries:
                path = f"{folder}/{entry.name}"
                if entry.is_file(follow_symlinks=False):
                    if entry.name not in _LITTER:
                        found.files.add(path)
                elif entry.is_dir(follow_symlinks=False):
                    found.folders.add(path)
                    pending.append(path)
                else:
                    found.others.add(path)
    return found


def _kind(full: str) -> str | None:
    try:
        mode = os.lstat(full).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
    return "file" if stat.S_ISREG(mode) else "folder" if stat.S_ISDIR(mode) else "other"


def read(full: str, expected: int = _CHUNK) -> bytes | NotAFile | None:
    """Return what stands at `full`.

    `expected` is the likely size in bytes; a file of that size is read with one system call.
    """
    try:
        fd = os.open(full, _READ)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:
        kind = _kind(full)
        if kind in (None, "file"):
            raise
        return _not_a_file(full)
    try:
        data = os.read(fd, expected + 1)
        if len(data) <= expected:
            # A regular file gives all that it has; only a file of exactly the expected size is sure to be at
            # its end without asking.
            if len(data) == expected:
                return data
            parts = [data]
        else:
            parts = [data]
        while data := os.read(fd, _CHUNK):
            parts.append(data)
        if not any(parts) and not stat.S_ISREG(os.fstat(fd).st_mode):
            return _not_a_file(full)
        return b"".join(parts)
    except IsADirectoryError:
        return NotAFile("folder")
    finally:
        os.close(fd)


def _not_a_file(full: str) -> NotAFile:
    if os.path.islink(full):
        return NotAFile("link:" + os.readlink(full))
    return NotAFile("folder" if os.path.isdir(full) else "special")


def create(full: str, data: bytes) -> None:
    """Write a file that does not exist yet."""
    fd = os.open(full, _CREATE, 0o666)
    try:
        _write_all(fd, data)
    finally:
        os.close(fd)


def overwrite(full: str, data: bytes) -> None:
    """Write a file that exists, keeping its inode and mode where that is possible.

    The old bytes are written over and the rest is cut off afterwards. Cutting first, or a new file in place
    of the old one, makes ext4 allocate again: measured five to ten times slower. A file that is shared by
    hard links, or that may not be written, is replaced by a new one.
    """
    try:
        fd = os.open(full, _OVERWRITE)
    except PermissionError:
        os.unlink(full)
        create(full, data)
        return
    try:
        status = os.fstat(fd)
        if status.st_nlink == 1:
            _write_all(fd, data)
            if status.st_size > len(data):
                os.ftruncate(fd, len(data))
            return
    finally:
        os.close(fd)
    os.unlink(full)
    create(full, data)


def _write_all(fd: int, data: bytes) -> None:
    written = os.write(fd, data)
    while written < len(data):
        written += os.write(fd, memoryview(data)[written:])
