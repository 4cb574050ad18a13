"""Which paths may be written, on any disk: Linux, macOS and Windows, case-sensitive or not."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping

__all__ = ["check_segment", "fold", "inside", "path_problems", "safe_segment"]

_PLAIN_SEGMENT = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9_-])?")
_FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f]')
_KEPT = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_.")
_SEGMENT_BYTES = 255

# https://learn.microsoft.com/windows/win32/fileio/naming-a-file: reserved with any extension, too.
_RESERVED = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [device + digit for device in ("com", "lpt") for digit in "0123456789\u00b9\u00b2\u00b3"]
)


def safe_segment(name: str, *, limit: int = 180) -> str:
    """Return `name` as (a part of) a path segment that is valid and unique on any disk.

    A lower-case DNS name stays as it is. Any other character becomes `%` and two hex digits per UTF-8 byte,
    as in a URL, upper case letters too: two names that differ only in case yield two files on a
    case-insensitive disk. `%` is the escape because no Kubernetes name may contain it. Names that Windows
    reserves, and a leading or trailing `.` or a leading `-`, are escaped.

    `limit` is the greatest length of the result in bytes (default 180, which leaves room for `<kind>-` and
    `.yaml` within the 255 of a segment). A longer name is cut and ends in `%-` and 32 hex digits of its
    SHA-256; nothing else contains `%-`.

    >>> safe_segment("cert-manager"), safe_segment("system:auth")
    ('cert-manager', 'system%3aauth')
    """
    if len(name) <= limit and _PLAIN_SEGMENT.fullmatch(name) and not _is_reserved(name):
        return name
    parts = [char if char in _KEPT else _escape(char) for char in name]
    if not parts:
        return "%"
    if parts[0] in (".", "-") or _is_reserved(name):
        parts[0] = _escape(name[0])
    if parts[-1] == ".":
        parts[-1] = _escape(".")
    text = "".join(parts)
    if len(text) <= limit:
        return text
    tail = "%-" + hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    kept = ""
    for part in parts:
        if len(kept) + len(part) + len(tail) > limit:
            break
        kept += part
    return kept + tail


def _escape(char: str) -> str:
    return "".join(f"%{byte:02x}" for byte in char.encode("utf-8", "surrogatepass"))


def _is_reserved(segment: str) -> bool:
    return segment.partition(".")[0].rstrip(" ").lower() in _RESERVED


def fold(path: str) -> str:
    """Return the key under which disks that ignore case or Unicode normalisation look a path up."""
    if path.isascii():
        return path.lower()
    from unicodedata import normalize

    return normalize("NFC", normalize("NFD", path).casefold())


def inside(path: str, folders: Iterable[str]) -> bool:
    """Say whether `path` lies below one of `folders`, by its text."""
    return any(path.startswith(folder + "/") for folder in folders)


def check_segment(segment: str) -> str | None:
    """Return what makes `segment` unusable as a file or folder name on some disk, or None."""
    if len(segment) <= _SEGMENT_BYTES and _PLAIN_SEGMENT.fullmatch(segment) and not _is_reserved(segment):
        return None
    if segment in ("", ".", ".."):
        return f"{segment!r} is no name of a file or folder"
    if segment.lower() == ".git":
        return f"{segment!r} belongs to Git"
    if bad := _FORBIDDEN.search(segment):
        return f"{segment!r} contains {bad.group()!r}, which Windows does not allow"
    if segment[-1] in ". ":
        return f"{segment!r} ends with {segment[-1]!r}, which Windows drops"
    if _is_reserved(segment):
        return f"{segment!r} is a device name on Windows"
    try:
        size = len(segment.encode())
    except UnicodeEncodeError:
        return f"{segment!r} is not valid Unicode"
    if size > _SEGMENT_BYTES:
        return f"{segment[:40]!r}... is {size} bytes long, and {_SEGMENT_BYTES} are allowed"
    return None


def path_problems(constructs: Mapping[str, str], folders: tuple[str, ...], inventory: str) -> list[str]:
    """Return one line per path of `constructs` that cannot be written everywhere.

    `constructs` maps each path to the construct that made it.
    Checked are the names, that the path lies in `folders`, and that no two paths are one on a disk that
    ignores case or Unicode normalisation, as files or as folders.
    """
    problems: list[str] = []
    files: dict[str, str] = {fold(inventory): inventory}
    spelled: dict[str, tuple[str, str]] = {}  # folded folder -> its first spelling, the first file in it
    good_folders: dict[str, bool] = {}
    outside = f"it lies outside {' and '.join(folder + '/' for folder in folders)}"

    def made(path: str) -> str:
        return f"{path} (made by {constructs[path]})" if path in constructs else f"{path} (the inventory)"

    for path in constructs:
        folder, _, name = path.rpartition("/")
        good = good_folders.get(folder)
        if good is None:
            complaint = None if inside(path, folders) else outside
            if complaint is None:
                complaint = next(filter(None, map(check_segment, folder.split("/"))), None)
            good = good_folders[folder] = complaint is None
            if complaint is not None:
                problems.append(f"{made(path)}: {complaint}")
            for ancestor in _ancestors(folder) if good else ():
                first, file = spelled.setdefault(fold(ancestor), (ancestor, path))
                if first != ancestor:
                    problems.append(
                        f"{made(path)} and {made(file)}: the folders {ancestor} and {first} are one folder "
                        f"on a disk that "
                        "ignores case or Unicode normalisation; rename one of the two"
                    )
        if not good:
            continue
        if complaint := check_segment(name):
            problems.append(f"{made(path)}: {complaint}")
            continue
        other = files.setdefault(fold(path), path)
        if other != path or path == inventory:
            problems.append(
                f"{made(path)} and {made(other)} are one file on a disk that ignores case or Unicode "
                f"normalisation; "
                "rename one of the two objects"
                if path != inventory
                else f"{made(path)}: this path belongs to the inventory"
            )
    for key, (_, file) in spelled.items():
        if key in files:
            problems.append(f"{made(files[key])} is a file and, for {made(file)}, a folder; rename one of the two")
    return problems


def _ancestors(folder: str) -> list[str]:
    """Return `folder` and the folders above it, the highest first."""
    segments = folder.split("/")
    return ["/".join(segments[:count]) for count in range(1, len(segments) + 1)]
