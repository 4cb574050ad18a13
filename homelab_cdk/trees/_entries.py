"""Where a tree begins: what of it is applied by nothing else that lies in it.

That is a Flux Kustomization that no other one applies, a folder with a listing that neither a listing nor a Kustomization names,
and a file in a folder without one. What stands in a folder with a listing that does not name it is left out on purpose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from posixpath import dirname

from ..model import Body, GroupKind, at
from ._files import Files, Written
from ._flux import KUSTOMIZATION
from ._kustomize import Kustomize
from ._made import Made, Making
from ._paths import Paths

__all__ = ["Entries", "Loose", "Reader"]

_TEMPLATES = GroupKind("fluxcd.controlplane.io", "ResourceSet")

_NOBODY = "nothing applies it"
_TEMPLATE = "nothing applies it: it is a template, whose names are to be filled in"
_NAME = re.compile(r"[a-z0-9]([-a-z0-9.]*[a-z0-9])?")


@dataclass(slots=True, kw_only=True, eq=False)
class Loose:
    """What nothing in the tree applies: what comes of a folder by its listing, or what lies in a folder."""

    folder: str
    making: Making
    is_listed: bool
    is_live: bool = False
    """Whether it holds a Flux Kustomization that is an entry."""
    is_early: bool = False
    """Whether whoever applies it lets go of it, so that others may have the same."""


@dataclass(slots=True, kw_only=True)
class Entries:
    """The entries of a tree.

    Attributes:
        loose: what nothing in the tree applies.
        circles: Flux Kustomizations that apply themselves.
        left_out: files with objects that nobody applies, each with the reason.
    """

    loose: list[Loose] = field(default_factory=list)
    circles: list[Written] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)


class Reader:
    """A tree of files, read once."""

    def __init__(self, files: Files) -> None:
        """Read all files."""
        self.files = files
        self._listings = {
            found[0]: folder
            for folder in dict.fromkeys(dirname(name) or "." for name in files.names)
            if (found := files.listing(folder)) is not None
        }
        self.written = {name: list(files.objects(name)) for name in files.names if name not in self._listings}
        self.kustomize = Kustomize(files, self._scopes())
        whole = [one for found in self.written.values() for one in found]
        self.paths = Paths(files, self.kustomize, [one for one in whole if GroupKind.of(one.body) == KUSTOMIZATION])
        self._builds: dict[str, Making] = {}

    def _scopes(self) -> dict[str, bool]:
        found: dict[str, bool] = {}
        for written in self.written.values():
            for one in written:
                if one.body.get("kind") == "CustomResourceDefinition":
                    spec = at(one.body, "spec")
                    kind = GroupKind(str(spec.get("group")), str(at(spec, "names").get("kind")))
                    found[str(kind)] = spec.get("scope") != "Cluster"
        return found

    def _build(self, folder: str) -> Making:
        if folder not in self._builds:
            self._builds[folder] = self.kustomize.build(folder)
        return self._builds[folder]

    def _leaves_out(self, name: str) -> str:
        """The folder around a file, or around a folder with a listing, whose own listing does not take it."""
        for holder in self.files.holders(dirname(name) if name in self._listings else name):
            listing = self.files.listing(holder)
            if name in self._listings and listing and listing[0] in self._build(self._listings[name]).files:
                continue  # what is built on top of a folder may stand in it
            return "" if name in self._build(holder).files else holder
        return ""

    @cached_property
    def entries(self) -> Entries:
        """What the tree begins with."""
        paths = self.paths
        live = [number for number in paths.first if not self._leaves_out(paths.written[number].file)] or paths.first
        taken = paths.all_taken(live)
        dead = paths.all_taken(set(paths.first) - set(live)) - taken
        starts = {paths.written[number].file for number in live} - taken
        found = Entries(circles=[paths.written[number] for number in live if paths.written[number].file in taken])
        found.left_out |= {name: _NOBODY for name in dead if self.written.get(name)}
        for folder in self._tops(taken | dead):
            making = self._build(folder)
            if any(_is_template(one.body) for one in making.made):
                found.left_out |= {name: _TEMPLATE for name in making.files if self.written.get(name)}
            else:
                found.loose.append(Loose(folder=folder, making=making, is_listed=True))
        taken = taken.union(*(one.making.files for one in found.loose))
        plain: dict[tuple[str, bool], Loose] = {}
        for name, written in self.written.items():
            if not written or name in taken or name in found.left_out:
                continue
            if any(_is_template(one.body) for one in written):
                found.left_out[name] = _TEMPLATE
            elif name not in starts and any(True for _ in self.files.holders(name)):
                found.left_out[name] = self._reason(name)
            else:
                folder = dirname(name) or "."
                early = name in self.files.early
                new = Loose(folder=folder, making=Making(), is_listed=False, is_early=early)
                loose = plain.setdefault((folder, early), new)
                loose.making.files.add(name)
                loose.making.made += map(_made, written)
        found.loose += plain.values()
        for loose in found.loose:
            loose.is_live = not starts.isdisjoint(loose.making.files)
        return found

    def _tops(self, applied: set[str]) -> list[str]:
        """The folders whose listings nothing names."""
        names = [name for name in self._listings if name not in applied]
        named = {inner for name in names for inner in self._build(self._listings[name]).files if inner != name}
        return [
            self._listings[name]
            for name in names
            if name not in named and not self._is_component(name) and (self._is_templated or not self._leaves_out(name))
        ]

    @cached_property
    def _is_templated(self) -> bool:
        """Whether something in the tree makes Kustomizations by templates, so that what they apply is not known."""
        return any(GroupKind.of(one.body) == _TEMPLATES for written in self.written.values() for one in written)

    def _reason(self, name: str) -> str:
        """Why nobody applies a file that stands in a folder with a listing."""
        holder = self._leaves_out(name)
        for outer in self.files.holders(name) if not holder else ():
            listing = self.files.listing(outer)
            holder = holder or (self._leaves_out(listing[0]) if listing else "")
        return f"{_NOBODY}: the kustomization.yaml of {holder} leaves it out" if holder else _NOBODY

    def _is_component(self, name: str) -> bool:
        listing = self.files.listing(self._listings[name])
        return listing is not None and listing[1].get("kind") == "Component"

    def unread(self, used: set[str]) -> Iterator[str]:
        """What could not be read, but for files that are read for something else than objects."""
        for name, problems in self.files.problems.items():
            if name not in used:
                yield from problems


def _is_template(body: Body) -> bool:
    """Whether this is a Kustomization that no other one applies, with a name that is none: a variable, or `CHANGE_ME`."""
    return GroupKind.of(body) == KUSTOMIZATION and not _NAME.fullmatch(str(at(body, "metadata").get("name")))


def _made(written: Written) -> Made:
    return Made(body=written.body, file=written.file, line=written.line)
