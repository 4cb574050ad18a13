"""What kustomize makes of a folder, and what it would take from elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..model import Body, Map, mapping

__all__ = ["REMOTE", "Made", "Making", "Outside", "listed"]

REMOTE = re.compile(r"[a-z0-9+]+://|git@|github\.com[/:]|.*\?ref=")
"""How an entry begins that kustomize reads from elsewhere."""


@dataclass(slots=True, kw_only=True, eq=False)
class Made:
    """An object that comes out of a build, with the place where it was first written.

    `names` and `namespaces` are those that it had on the way: patches may still call it by them. `hashed` says that kustomize
    adds a hash of what it holds to its name, and to every reference.
    """

    body: Body
    file: str
    line: int
    names: list[str] = field(default_factory=list)
    namespaces: list[str] = field(default_factory=list)
    hashed: bool = False

    @property
    def metadata(self) -> Body:
        """Its metadata, to be changed."""
        found = self.body.get("metadata")
        if not isinstance(found, dict):
            found = self.body["metadata"] = {}
        return found

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.metadata.get("name") or "")

    def rename(self, name: str) -> None:
        """Give it another name, and remember the one it had."""
        self.names.append(self.name)
        self.metadata["name"] = name

    def move(self, namespace: str) -> None:
        """Put it into another namespace, and remember the one it had."""
        self.namespaces.append(str(self.metadata.get("namespace") or ""))
        self.metadata["namespace"] = namespace

    def pairs(self, field: str) -> Body:
        """Its labels or annotations, to be changed."""
        found = self.metadata.get(field)
        if not isinstance(found, dict):
            found = self.metadata[field] = dict(mapping(found))
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """Something that brings objects, or changes them, and that the tree does not show.

    Attributes:
        file: the file that names it.
        what: what is named, such as an address.
        reason: why it is not known what comes of it.
        fault: whether nobody can know it: what is named is not there.
        brings: whether whole objects may come of it.
    """

    file: str
    what: str
    reason: str
    fault: bool = False
    brings: bool = True


@dataclass(slots=True, kw_only=True)
class Making:
    """What comes out of a build.

    Attributes:
        made: its objects.
        files: the files that took part.
        data: those of them that are read for something else than objects.
        outside: what the tree does not show of it.
    """

    made: list[Made] = field(default_factory=list)
    files: set[str] = field(default_factory=set)
    data: set[str] = field(default_factory=set)
    outside: list[Outside] = field(default_factory=list)

    def read(self, file: str) -> None:
        """Enter a file that is read for something else than objects."""
        self.files.add(file)
        self.data.add(file)

    def lack(self, file: str, what: object, reason: str, *, fault: bool = False, brings: bool = True) -> None:
        """Enter something that the tree does not show."""
        self.outside.append(Outside(file=file, what=str(what), reason=reason, fault=fault, brings=brings))


def listed(listing: Map, field: str) -> list[object]:
    """The entries of a list in a listing; nothing where it is no list."""
    value = listing.get(field)
    return list(value) if isinstance(value, list) else []
