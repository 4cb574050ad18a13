"""One writer at a time: a lock on a file, released by the system when the process ends, however it ends."""

from __future__ import annotations

import errno
import json
import os
import sys
import time
from types import TracebackType
from typing import Self

from ..._errors import BusyError, WriteError

__all__ = ["Lock"]

_OPEN = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_TAKEN = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)

if sys.platform == "win32":
    import msvcrt

    # Far behind the end: a locked byte cannot be read by others, and they shall read who holds the lock.
    _LOCKED_BYTE = 1 << 30

    def _take(fd: int) -> None:
        os.lseek(fd, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        os.lseek(fd, 0, os.SEEK_SET)
else:
    import fcntl

    def _take(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Lock:
    """The lock file `path`, held inside `with`; `what` is what it protects, in messages.

    The file stays when the lock is released: removing it would let two processes lock two files of the same
    name.

    Raises:
        BusyError: another process holds it.
        WriteError: the disk knows no locks.
    """

    __slots__ = ("_fd", "_path", "_what")

    def __init__(self, path: str, what: str) -> None:
        self._path = path
        self._what = what
        self._fd = -1

    def __enter__(self) -> Self:
        fd = os.open(self._path, _OPEN, 0o666)
        try:
            try:
                _take(fd)
            except OSError as error:
                if error.errno in _TAKEN:
                    raise BusyError(
                        self._describe(os.pread(fd, 4096, 0) if hasattr(os, "pread") else os.read(fd, 4096))
                    ) from None
                raise WriteError(
                    f"{self._path}: cannot be locked ({error.strerror}); the repository must lie on a disk "
                    f"that supports locks"
                ) from error
            os.ftruncate(fd, 0)
            os.write(fd, json.dumps({"pid": os.getpid(), "since": int(time.time())}).encode())
        except BaseException:
            os.close(fd)
            raise
        self._fd = fd
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        os.close(self._fd)
        self._fd = -1

    def _describe(self, holder: bytes) -> str:
        try:
            record = json.loads(holder)
            pid, since = int(record["pid"]), int(record["since"])
        except (ValueError, KeyError, TypeError):
            return f"{self._what}: another run has just begun to write; wait until it has ended and run again"
        return (
            f"{self._what}: another run writes here, process {pid}, for {max(0, int(time.time()) - since)} "
            f"seconds; wait until it has "
            f"ended and run again; if it hangs, end process {pid}: the next command finishes what it has "
            f"begun"
        )
