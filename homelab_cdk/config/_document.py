"""A YAML file as plain values, with the place of every key and value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ..model import Place
from ._nodes import MapNode, Node, ScalarNode, SequenceNode
from ._problem import Problem

__all__ = ["Document", "Path", "Spot", "unfold"]

Path = tuple[str | int, ...]

_DEEPEST = 60
_TEXT_AS_KEYS = ("y", "Y", "n", "N")
"""Booleans to Kubernetes only; as keys they are coordinates and names, and the output quotes them."""

_MOST_VALUES = 50_000


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a value stands: its key (or itself, in a list), itself, and how a plain scalar is spelt in the file."""

    key: Place
    value: Place
    plain: str | None = None


@dataclass(slots=True)
class Document:
    """The values of a file and where each stands; `problems` are those of reading it."""

    file: str
    root: Any = None
    spots: dict[Path, Spot] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def key_place(self, path: Path) -> Place:
        """Where the key of a value stands, or the nearest value around it that the file has."""
        return self._nearest(path).key

    def value_place(self, path: Path) -> Place:
        """Where a value stands; its key, where the value is empty."""
        spot = self._nearest(path)
        return spot.key if spot.plain == "" else spot.value

    def plain(self, path: Path) -> str | None:
        """How an unquoted scalar is spelt in the file; nothing for other values."""
        spot = self.spots.get(path)
        return spot.plain if spot is not None else None

    def get(self, *path: str | int) -> Any:
        """The value at a path; nothing where the file has none or something else on the way."""
        value = self.root
        for step in path:
            if isinstance(value, dict):
                value = value.get(step)
            elif isinstance(value, list) and isinstance(step, int) and step < len(value):
                value = value[step]
            else:
                return None
        return value

    def items(self, *path: str | int) -> Iterator[tuple[Any, Any]]:
        """Keys and values of the mapping at a path, indices and items of a list; nothing for anything else."""
        value = self.get(*path)
        if isinstance(value, dict):
            yield from value.items()
        elif isinstance(value, list):
            yield from enumerate(value)

    def _nearest(self, path: Path) -> Spot:
        while path and path not in self.spots:
            path = path[:-1]
        start = Place(self.file, 1, 1)
        return self.spots.get(path, Spot(start, start))


def unfold(file: str, root: Node) -> Document:
    """The values below a node, aliases and merge keys resolved."""
    unfolding = _Unfolding(Document(file))
    place = unfolding.place(root.line, root.column)
    unfolding.document.root = unfolding.value(root, (), place)
    return unfolding.document


class _Unfolding:
    def __init__(self, document: Document) -> None:
        self.document = document
        self._count = 0
        self._reported = False

    def place(self, line: int, column: int) -> Place:
        return Place(self.document.file, line, column)

    def problem(self, place: Place, text: str) -> None:
        self.document.problems.append(Problem(place, text))

    def value(self, node: Node, path: Path, key: Place) -> Any:
        place = self.place(node.line, node.column)
        plain = node.text if isinstance(node, ScalarNode) and node.plain else None
        self.document.spots[path] = Spot(key, place, plain)
        self._count += 1
        if len(path) > _DEEPEST:
            self.problem(place, f"the file is nested deeper than {_DEEPEST} levels; write it flatter")
            return None
        if self._exhausted(place):
            return None
        if isinstance(node, ScalarNode):
            if node.problem is not None:
                self.problem(place, node.problem)
            return node.value
        if isinstance(node, SequenceNode):
            return [
                self.value(item, (*path, number), self.place(item.line, item.column))
                for number, item in enumerate(node.items)
            ]
        return self._mapping(node, path)

    def _exhausted(self, place: Place) -> bool:
        if self._count > _MOST_VALUES and not self._reported:
            self._reported = True
            self.problem(
                place, f"the file unfolds to more than {_MOST_VALUES:,} values; write out what its aliases repeat"
            )
        return self._reported

    def _mapping(self, node: MapNode, path: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key, (name, value) in self._entries(node).items():
            result[key] = self.value(value, (*path, key), self.place(name.line, name.column))
        return result

    def _entries(self, node: MapNode, depth: int = 0) -> dict[str, tuple[ScalarNode, Node]]:
        own: dict[str, tuple[ScalarNode, Node]] = {}
        merged: list[Node] = []
        for name, value in node.entries:
            place = self.place(name.line, name.column)
            if not isinstance(name, ScalarNode):
                self.problem(place, "a key is a list or a mapping; write text, and quote what starts with [ or {")
                continue
            if name.plain and name.text == "<<":
                merged.extend(value.items if isinstance(value, SequenceNode) else [value])
                continue
            if name.value is None:
                self.problem(place, "a key is empty; write its name before the colon")
                continue
            key = name.value if isinstance(name.value, str) else name.text
            if key is not name.value and key not in _TEXT_AS_KEYS:
                kind = str(name.value).lower() if isinstance(name.value, bool) else "a number"
                self.problem(place, f'the key {key} is read as {kind}, and keys are text; quote it: "{key}"')
            if key in own:
                first = own[key][0]
                self.problem(
                    place,
                    f'the key "{key}" stands here a second time, first in line {first.line}; keep one of the two',
                )
            else:
                own[key] = (name, value)
        for source in merged:
            if not isinstance(source, MapNode) or depth > _DEEPEST:
                place = self.place(source.line, source.column)
                self.problem(place, "<< merges a mapping; write `<<: *name`, where &name marks a mapping")
                continue
            # Counted, since aliases of aliases merge exponentially many times.
            self._count += len(source.entries)
            if self._exhausted(self.place(node.line, node.column)):
                break
            for key, entry in self._entries(source, depth + 1).items():
                own.setdefault(key, entry)
        return own
