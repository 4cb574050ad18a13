"""The journal: all changes of one write in one file, so that the write has happened or has not.

The file is written under another name, flushed to the disk and renamed; the rename is the moment at which the
write happens. The changes are then made in place, and the journal is removed. A process that dies before the
rename has changed nothing; after a death behind it, the next command makes the changes again from the
journal.

```
homelab-synth journal 1 <bytes of table> <bytes of contents> <SHA-256 of table and contents>
[[path, old, new], ...]          one line of JSON: sizes of the contents, null for no file, text for what is
no file <contents, the old one before the new one>
```

The old contents are in it because only they tell a file that a dying process left half written (new bytes up
to some point, then old ones) from a file that somebody has edited since.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from contextlib import suppress

from ..._errors import WriteError
from ._disk import create, read
from ._model import Change, NotAFile
from ._paths import check_segment, inside

__all__ = ["commit", "discard_unfinished", "load"]

_MAGIC = b"homelab-synth journal "
_VERSION = b"1"
_MAX_HEADER = 200


def commit(journal: str, changes: Sequence[Change]) -> None:
    """Write `changes` to the file `journal`; when this returns, the write has happened."""
    unfinished = journal + ".new"
    discard_unfinished(journal)
    create(unfinished, _encode(changes))
    _flush(unfinished)
    os.replace(unfinished, journal)
    _flush(os.path.dirname(journal))


def discard_unfinished(journal: str) -> None:
    """Remove what a process left that died before its commit."""
    with suppress(FileNotFoundError):
        os.unlink(journal + ".new")


def load(journal: str, folders: tuple[str, ...]) -> list[Change] | None:
    """Return the changes in the file `journal`; None where there is none, or one that was never complete.

    Raises:
        WriteError: another version of the library wrote it, or it names a path outside `folders`.
    """
    data = read(journal)
    if not isinstance(data, bytes):
        return None
    header, end, body = data.partition(b"\n")
    if not end or len(header) > _MAX_HEADER or not header.startswith(_MAGIC):
        return None
    fields = header[len(_MAGIC) :].split(b" ")
    if fields[0] != _VERSION:
        raise WriteError(
            f"{journal}: a write was interrupted that another version of homelab_cdk had begun (its journal "
            f"has format {fields[0].decode(errors='replace')}, this version knows {_VERSION.decode()}); run "
            "homelab-synth of that version once, or delete the file and run homelab-synth --force"
        )
    # Incomplete means that nothing was changed yet: changes start only after the whole file is on the disk.
    if len(fields) != 4 or not (fields[1].isdigit() and fields[2].isdigit()):
        return None
    table_size = int(fields[1])
    if len(body) != table_size + int(fields[2]) or hashlib.sha256(body).hexdigest().encode() != fields[3]:
        return None
    return _decode(body, table_size, journal, folders)


def _encode(changes: Sequence[Change]) -> bytes:
    table: list[tuple[str, int | str | None, int | None]] = []
    contents: list[bytes] = []
    for change in changes:
        old: int | str | None = None
        if isinstance(change.old, bytes):
            old = len(change.old)
            contents.append(change.old)
        elif change.old is not None:
            old = change.old.what
        if change.new is not None:
            contents.append(change.new)
        table.append((change.path, old, None if change.new is None else len(change.new)))
    head = json.dumps(table, separators=(",", ":")).encode() + b"\n"
    blob = b"".join(contents)
    digest = hashlib.sha256(head)
    digest.update(blob)
    header = b"%s%s %d %d %s\n" % (_MAGIC, _VERSION, len(head), len(blob), digest.hexdigest().encode())
    return b"".join((header, head, blob))


def _decode(body: bytes, table_size: int, journal: str, folders: tuple[str, ...]) -> list[Change]:
    changes: list[Change] = []
    at = table_size
    for path, old_size, new_size in json.loads(body[:table_size]):
        if not inside(path, folders) or any(map(check_segment, path.split("/"))):
            raise WriteError(
                f"{journal}: names {path!r}, which is no path of ours; delete the file and run homelab-synth --force"
            )
        old: bytes | NotAFile | None = None
        if isinstance(old_size, int):
            old = body[at : at + old_size]
            at += old_size
        elif old_size is not None:
            old = NotAFile(old_size)
        new: bytes | None = None
        if new_size is not None:
            new = body[at : at + new_size]
            at += new_size
        changes.append(Change(path=path, old=old, new=new))
    return changes


def _flush(path: str) -> None:
    """Wait until a file or folder is on the disk (Windows cannot do this for a folder)."""
    folder = os.path.isdir(path)
    if folder and os.name == "nt":
        return
    fd = os.open(path, os.O_RDONLY if folder else os.O_RDWR)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
