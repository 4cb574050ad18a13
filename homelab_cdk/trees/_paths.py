"""Which folders of the tree Flux Kustomizations apply, and which of them are applied by others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from posixpath import normpath

from ..model import Map, at
from ._files import Files, Written
from ._flux import apply, source_of
from ._kustomize import Kustomize

__all__ = ["Paths"]


class Paths:
    """The Flux Kustomizations that are written in a tree, numbered, and the files that each of them takes.

    Their paths start at the root of a repository, of which the tree may be a part; others are of another repository.
    """

    def __init__(self, files: Files, kustomize: Kustomize, written: Sequence[Written]) -> None:
        """Look at some Kustomizations, as they are written."""
        self.written = written
        self._files = files
        self._kustomize = kustomize
        self._taken: dict[int, frozenset[str]] = {}

    @cached_property
    def _prefix(self) -> list[str]:
        """The way from the root of the repository to the tree: the one by which most paths lead to a folder."""
        votes: Counter[str] = Counter()
        for one in self.written:
            steps = _steps(one.body)
            for cut in range(len(steps)):
                if self._files.is_folder("/".join(steps[cut:])):
                    votes["/".join(steps[:cut])] += 1
                    break
        best = min(votes, key=lambda prefix: (-votes[prefix], len(prefix)), default="")
        return best.split("/") if best else []

    @cached_property
    def own(self) -> set[tuple[str, str]]:
        """Kind and name of the sources that are this repository: at least half of the paths in them are there."""
        asked: Counter[tuple[str, str]] = Counter()
        there: Counter[tuple[str, str]] = Counter()
        for one in self.written:
            kind, _, name = source_of(one.body)
            if _steps(one.body):
                asked[kind, name] += 1
                there[kind, name] += self._inside(one.body) is not None
        return {source for source in asked if 2 * there[source] >= asked[source]}

    def folder_of(self, body: Map) -> str | None:
        """The folder that a Kustomization applies; nothing where it is not in the tree."""
        kind, _, name = source_of(body)
        return self._inside(body) if (kind, name) in self.own else None

    def _inside(self, body: Map) -> str | None:
        steps = _steps(body)
        if steps[: len(self._prefix)] != self._prefix:
            return None
        folder = "/".join(steps[len(self._prefix) :]) or "."
        return folder if self._files.is_folder(folder) else None

    def taken(self, number: int) -> frozenset[str]:
        """The files that a Kustomization takes."""
        if number not in self._taken:
            body = self.written[number].body
            folder = self.folder_of(body)
            found = apply(self._kustomize, body, folder, lambda *_: None).making.files if folder else ()
            self._taken[number] = frozenset(found)
        return self._taken[number]

    def all_taken(self, start: Iterable[int]) -> set[str]:
        """The files that some Kustomizations take, and those that are written in these, and so on."""
        todo, seen, files = list(start), set[int](), set[str]()
        while todo:
            number = todo.pop()
            if number not in seen:
                seen.add(number)
                files |= self.taken(number)
                todo.extend(other for file in self.taken(number) for other in self._in_file.get(file, ()))
        return files

    @cached_property
    def _in_file(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, one in enumerate(self.written):
            found.setdefault(one.file, []).append(number)
        return found

    @cached_property
    def first(self) -> list[int]:
        """The Kustomizations that no other one applies; of those that apply each other in a circle, one."""
        numbers = range(len(self.written))
        holders: dict[int, set[int]] = {number: set() for number in numbers}
        for number in numbers:
            for file in self.taken(number) & self._in_file.keys():
                for other in self._in_file[file]:
                    holders[other].add(number)
        above = {number: _closure(holders, number) for number in numbers}
        return [
            number
            for number in numbers
            if all(number in above[other] for other in above[number]) and number == min({number, *above[number]})
        ]


def _closure(holders: dict[int, set[int]], start: int) -> set[int]:
    found, todo = set[int](), [start]
    while todo:
        for other in holders[todo.pop()] - found:
            found.add(other)
            todo.append(other)
    return found


def _steps(body: Map) -> list[str]:
    path = normpath(str(at(body, "spec").get("path") or ".").strip().lstrip("/") or ".")
    return [] if path == "." else path.split("/")
