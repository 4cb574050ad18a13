"""What is wanted on disk, and how the disk differs from it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Change", "Comparison", "NotAFile", "OwnedFile"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnedFile:
    """A file that the output consists of.

    `content` is its text, written as UTF-8 with the line ends that it has; `construct` is the path of the
    construct that made it.
    """

    content: str
    construct: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How the tree on disk differs from the wanted one; every tuple holds paths, sorted.

    A file stands in one tuple only. The inventory is listed like any other file.
    """

    added: tuple[str, ...] = ()
    """Wanted, and not there yet."""
    changed: tuple[str, ...] = ()
    """Wanted with other content than the last run wrote."""
    removed: tuple[str, ...] = ()
    """Written by an earlier run and no longer wanted."""
    unchanged: int = 0
    """How many files are exactly as wanted."""
    hand_edited: tuple[str, ...] = ()
    """Ours, but neither what the last run wrote nor what is wanted."""
    missing: tuple[str, ...] = ()
    """Ours and wanted, but deleted by hand."""
    conflicted: tuple[str, ...] = ()
    """Left by a merge: with conflict markers, or listed twice by an inventory with conflict markers.
    Regenerated without asking.
    """
    foreign: tuple[str, ...] = ()
    """In the way of a wanted file and not ours: another file, a symbolic link, a folder."""
    strangers: tuple[str, ...] = ()
    """In our folders, owned by nobody and in nobody's way. Never touched."""

    @property
    def clean(self) -> bool:
        """Whether the tree on disk is exactly the wanted one."""
        return not (
            self.added
            or self.changed
            or self.removed
            or self.hand_edited
            or self.missing
            or self.conflicted
            or self.foreign
            or self.strangers
        )


@dataclass(frozen=True, slots=True)
class NotAFile:
    """What stands at a path and is no regular file: `link:<target>`, `folder` or `special`."""

    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One step of a write.

    `old` is what was on disk when the step was planned, `new` what shall be there; None is no file.
    """

    path: str
    old: bytes | NotAFile | None
    new: bytes | None
