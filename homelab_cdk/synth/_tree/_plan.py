"""Compare the wanted tree with the one on disk, and plan the changes that make them equal."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from ..._errors import WriteError
from ._disk import Scan, read, scan
from ._inventory import Inventory, has_conflict, parse, render
from ._model import Change, Comparison, NotAFile, OwnedFile

__all__ = ["Plan", "make_plan"]


@dataclass(slots=True)
class Plan:
    """The comparison, the changes that make the trees equal, the folders there are, what blocks a write."""

    comparison: Comparison
    changes: list[Change]
    folders: set[str]
    blocked: list[str]


@dataclass(slots=True)
class _Groups:
    """The tuples of a Comparison while they are being filled."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    hand_edited: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    conflicted: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)


def make_plan(root: str, folders: tuple[str, ...], inventory_path: str, files: Mapping[str, OwnedFile]) -> Plan:
    """Compare `files` with what is below `root`.

    Raises:
        WriteError: the inventory cannot be read.
        OSError: a file or folder cannot be read.
    """
    found = scan(root, folders)
    prefix = os.path.join(root, "")
    raw = read(prefix + inventory_path) if inventory_path in found.files else None
    inventory = parse(raw, inventory_path) if isinstance(raw, bytes) else Inventory({})
    owned = inventory.files
    groups = _Groups()
    changes: list[Change] = []
    entries: list[tuple[str, str, str]] = []
    unchanged = 0

    for path in owned.keys() - files.keys() - {inventory_path}:
        if path in found.files or path in found.others:
            old = read(prefix + path)
            if old is not None:
                _group_owned(path, old, owned[path], groups, groups.removed)
                changes.append(Change(path=path, old=old, new=None))
    going = {change.path for change in changes}

    blocked = _obstacles(files, inventory_path, found, going)
    for path, file in files.items():
        new = _encode(path, file)
        entries.append((path, sha256(new).hexdigest(), file.construct))
        if path not in found.files and path not in found.others:
            (groups.missing if path in owned else groups.added).append(path)
            changes.append(Change(path=path, old=None, new=new))
            continue
        old = read(prefix + path, len(new))
        if old == new:
            unchanged += 1
            continue
        if path not in owned:
            groups.foreign.append(path)
        elif old is None:
            groups.missing.append(path)
        else:
            _group_owned(path, old, owned[path], groups, groups.changed)
        changes.append(Change(path=path, old=old, new=new))
    changes.sort(key=lambda change: change.path)

    text = render(entries)
    if inventory_path in found.others:
        blocked.append(inventory_path)
    elif raw != text:
        group = groups.added if raw is None else groups.conflicted if inventory.conflicted else groups.changed
        group.append(inventory_path)
        # The last one: until it is in place, the files are ours by the old inventory.
        changes.append(Change(path=inventory_path, old=raw, new=text))
    else:
        unchanged += 1
    for group in (groups.added, groups.missing):
        group[:] = [path for path in group if path not in blocked]
    groups.foreign.extend(set(blocked) - set(groups.foreign) - set(groups.hand_edited))
    known = {*files, *owned, *blocked, *folders, inventory_path}
    strangers = (found.files | found.others) - known
    return Plan(_comparison(groups, unchanged, strangers), changes, found.folders, sorted(blocked))


def _encode(path: str, file: OwnedFile) -> bytes:
    try:
        return file.content.encode()
    except UnicodeEncodeError as error:
        raise WriteError(
            f"{path} (made by {file.construct}): cannot be written as UTF-8, the text has "
            f"{file.content[error.start]!r} at character "
            f"{error.start}; remove that character from what the construct was given"
        ) from None


def _group_owned(
    path: str, old: bytes | NotAFile, hashes: tuple[str, ...], groups: _Groups, as_written: list[str]
) -> None:
    """Put an owned file that is not as wanted into its group.

    `as_written` is the group of a file that is what an earlier run wrote.
    """
    if isinstance(old, NotAFile):
        groups.hand_edited.append(path)
    elif sha256(old).hexdigest() in hashes:
        as_written.append(path)
    # Two hashes: both merged branches had changed this file, and what Git made of the two is nobody's edit.
    elif len(hashes) > 1 or has_conflict(old):
        groups.conflicted.append(path)
    else:
        groups.hand_edited.append(path)


def _obstacles(files: Mapping[str, OwnedFile], inventory: str, found: Scan, going: set[str]) -> list[str]:
    """Return what blocks wanted files: a folder where a file shall be, or no folder where one shall be."""
    blocked: set[str] = set()
    seen: set[str] = set()
    for path in (*files, inventory):
        folder = path.rpartition("/")[0]
        while folder and folder not in seen:
            seen.add(folder)
            if folder in found.others or (folder in found.files and folder not in going):
                blocked.add(folder)
            folder = folder.rpartition("/")[0]
    for path in found.folders & files.keys():
        below = [file for file in found.files | found.others if file.startswith(path + "/")]
        emptied = {folder for file in below for folder in _up_to(file, path)}
        nested = {folder for folder in found.folders if folder == path or folder.startswith(path + "/")}
        if not (going.issuperset(below) and emptied >= nested):
            blocked.add(path)
    return sorted(blocked)


def _up_to(file: str, top: str) -> list[str]:
    """Return the folders above `file`, up to and with `top`."""
    folders = [file.rpartition("/")[0]]
    while folders[-1] != top:
        folders.append(folders[-1].rpartition("/")[0])
    return folders


def _comparison(groups: _Groups, unchanged: int, strangers: set[str]) -> Comparison:
    return Comparison(
        added=tuple(sorted(groups.added)),
        changed=tuple(sorted(groups.changed)),
        removed=tuple(sorted(groups.removed)),
        unchanged=unchanged,
        hand_edited=tuple(sorted(groups.hand_edited)),
        missing=tuple(sorted(groups.missing)),
        conflicted=tuple(sorted(groups.conflicted)),
        foreign=tuple(sorted(groups.foreign)),
        strangers=tuple(sorted(strangers)),
    )
