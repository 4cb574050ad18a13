"""The nodes of a YAML file, put together from the parser's events.

Without recursion, so that no input, however deep, can exhaust the stack: PyYAML's own composer in C crashes on it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..model import Place
from ._problem import Problem
from ._scalars import Scalar, tagged, value_of
from ._syntax import syntax_problem

__all__ = ["MapNode", "Node", "ScalarNode", "SequenceNode", "parse"]

_DEEPEST = 100
_TAGS_OF_COLLECTIONS = (None, "!", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map")


@dataclass(slots=True)
class ScalarNode:
    """A scalar; `text` as it is spelt, `plain` when nothing but its spelling tells its type."""

    line: int
    column: int
    text: str
    plain: bool
    value: Scalar
    problem: str | None = None


@dataclass(slots=True)
class SequenceNode:
    """A list."""

    line: int
    column: int
    items: list[Node] = field(default_factory=list)

    def add(self, node: Node) -> None:
        """Take the next item."""
        self.items.append(node)


@dataclass(slots=True)
class MapNode:
    """A mapping, with its keys as they stand in the file."""

    line: int
    column: int
    entries: list[tuple[Node, Node]] = field(default_factory=list)
    _key: Node | None = None

    def add(self, node: Node) -> None:
        """Take the next key or value."""
        if self._key is None:
            self._key = node
        else:
            self.entries.append((self._key, node))
            self._key = None


Node = ScalarNode | SequenceNode | MapNode


def parse(file: str, text: str) -> Node | Problem | None:
    """The root of the only document; nothing for a file without content.

    Returns a problem where the text is no YAML, or more than one document.
    """
    import yaml

    builder = _Builder(file)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        for event in yaml.parse(text, Loader=loader):
            problem = builder.take(event)
            if problem is not None:
                return problem
    except yaml.YAMLError as error:
        return syntax_problem(file, text, error)
    return builder.root


class _Builder:
    def __init__(self, file: str) -> None:
        self.root: Node | None = None
        self._file = file
        self._open: list[SequenceNode | MapNode] = []
        self._anchors: dict[str, Node] = {}
        self._documents = 0

    def take(self, event: Any) -> Problem | None:
        """Take the next event of the parser; a problem ends the reading."""
        kind = type(event).__name__
        mark = event.start_mark
        line, column = mark.line + 1, mark.column + 1
        place = Place(self._file, line, column)
        if kind == "DocumentStartEvent":
            self._documents += 1
            if self._documents > 1:
                return Problem(
                    place,
                    "a second document starts here, and one file describes one lab; remove the line `---`",
                )
        elif kind == "ScalarEvent":
            self._add(_scalar(event, line, column), event.anchor)
        elif kind in ("SequenceStartEvent", "MappingStartEvent"):
            if event.tag not in _TAGS_OF_COLLECTIONS:
                return Problem(place, f"the tag {_short(event.tag)} is not understood; remove it")
            node = (SequenceNode if kind == "SequenceStartEvent" else MapNode)(line, column)
            self._add(node, event.anchor)
            self._open.append(node)
            if len(self._open) > _DEEPEST:
                return Problem(place, f"the file is nested deeper than {_DEEPEST} levels; write it flatter")
        elif kind in ("SequenceEndEvent", "MappingEndEvent"):
            self._open.pop()
        elif kind == "AliasEvent":
            target = self._anchors.get(event.anchor)
            if target is None:
                known = ", ".join(f"&{name}" for name in self._anchors) or "none"
                return Problem(place, f"the alias *{event.anchor} has no anchor above it; anchors so far: {known}")
            if any(target is node for node in self._open):
                return Problem(
                    place, f"the alias *{event.anchor} stands inside of what it repeats; write the value out"
                )
            self._add(target, None)
        return None

    def _anchor(self, node: Node, anchor: str | None) -> None:
        if anchor is not None:
            self._anchors[anchor] = node

    def _add(self, node: Node, anchor: str | None) -> None:
        self._anchor(node, anchor)
        if self._open:
            self._open[-1].add(node)
        else:
            self.root = node


def _scalar(event: Any, line: int, column: int) -> ScalarNode:
    text: str = event.value
    if event.tag is not None:
        try:
            return ScalarNode(line, column, text, False, tagged(event.tag, text))
        except ValueError:
            advice = f'the tag {_short(event.tag)} is not understood for "{text}"; remove it'
            return ScalarNode(line, column, text, False, text, advice)
    plain = bool(event.implicit[0])
    return ScalarNode(line, column, text, plain, value_of(text) if plain else text)


def _short(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!", 1)
