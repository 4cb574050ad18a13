"""Accounting for every value path that a lab sets: values hold nothing that the chart does not know."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ..model import PathCounts, Release, walk
from ..schemas import did_you_mean, dotted, known_here, nearest, shown
from ._chart import ChartTree
from ._effect import no_effect
from ._kubernetes import KubernetesType, type_errors, type_of_key
from ._report import ProofFinding
from ._schema import described

__all__ = ["account"]

_Path = tuple[str | int, ...]
_Sort = Literal["known", "typed", "kubernetes", "open"]

_AMOUNTS = frozenset({"maxSurge", "maxUnavailable", "minAvailable"})
"""What Kubernetes takes as a number or as a percentage, whichever of both the default is."""

_ABSENT = object()


@dataclass(slots=True)
class _Account:
    release: Release
    tree: ChartTree
    kubernetes: str
    arrives: Callable[[_Path], bool]
    defaults: dict[str, object]
    conditions: frozenset[_Path]
    counts: dict[_Sort, int] = field(default_factory=lambda: {"known": 0, "typed": 0, "kubernetes": 0, "open": 0})
    open: list[str] = field(default_factory=list)
    problems: list[ProofFinding] = field(default_factory=list)
    _named: frozenset[str] | None = None

    def problem(self, path: _Path, message: str, suggestion: str = "") -> None:
        self.problems.append(
            ProofFinding(
                construct=self.release.construct,
                path=f"values.{dotted(path)}",
                message=f"{message} ({self.release.chart})",
                suggestion=suggestion,
            )
        )

    def count(self, sort: _Sort, path: _Path) -> None:
        self.counts[sort] += 1
        if sort == "open":
            self.open.append(dotted(path))

    def templates_read(self, path: _Path) -> bool:
        """Whether a template names the path (`.Values.a.b`), as charts do for values without a default."""
        if self._named is None:
            named = self.tree.read_values()
            steps = (name.split(".") for name in named)
            self._named = frozenset(".".join(parts[:end]) for parts in steps for end in range(1, len(parts) + 1))
        names = [str(part) for part in path]
        if self.release.values and names[0] in {item.key for item in self.tree.dependencies}:
            names = names[1:]
        return ".".join(names) in self._named


def account(
    tree: ChartTree,
    release: Release,
    values: Mapping[str, object],
    *,
    kubernetes: str,
    arrives: Callable[[_Path], bool] = no_effect,
) -> tuple[PathCounts, list[ProofFinding]]:
    """Put each leaf of values into one of four classes; what fits none, or has a wrong type, is a problem.

    - known: the path has a default in the values of the chart or a subchart, or a template of it reads
      exactly this path, and the type agrees with the default's
    - typed: the chart's schema says what the path holds
    - kubernetes: it lies below a key that holds a type of Kubernetes' API, and is one
    - open: it lies below a map or list that the chart passes on as it is: an empty one, or one whose defaults say
      nothing of it although the rendered chart changes with it, which `arrives` tells
    """
    state = _Account(
        release=release,
        tree=tree,
        kubernetes=kubernetes,
        arrives=arrives,
        defaults=tree.defaults(),
        conditions=frozenset(tuple(text.split(".")) for item in tree.dependencies for text in item.conditions),
    )
    checked: set[_Path] = set()
    for path, value in walk(values):
        if path:
            _one(state, path, value, values, checked)
    counts = PathCounts(
        known=state.counts["known"],
        typed=state.counts["typed"],
        kubernetes=state.counts["kubernetes"],
        open=tuple(sorted(state.open)),
    )
    return counts, sorted(set(state.problems))


def _one(state: _Account, path: _Path, value: object, values: Mapping[str, object], checked: set[_Path]) -> None:
    depth, default = _reach(state.defaults, path)
    schemas = _schemas(state.tree, path)
    if path in state.conditions:
        if isinstance(value, bool):
            state.count("known", path)
        else:
            state.problem(path, f"turns a subchart on or off and has to be a boolean, got {shown(value)}")
        return
    if depth == len(path):
        message = _disagrees(path, default, value, schemas)
        if message:
            state.problem(path, message)
        else:
            state.count("known", path)
        return
    if schemas:
        state.count("typed", path)
        return
    piece = _piece(path, state.defaults, state.tree)
    if piece is not None:
        head, kind = piece
        if head not in checked:
            checked.add(head)
            for below, message, suggestion in type_errors(kind, _get(values, head), state.kubernetes, at=head):
                own = _names(below) and state.templates_read(below)
                if _reach(state.defaults, below)[0] < len(below) and not own:
                    state.problem(below, message, suggestion)
        state.count("known" if _names(path) and state.templates_read(path) else "kubernetes", path)
        return
    _beyond(state, path, value, depth, default)


def _beyond(state: _Account, path: _Path, value: object, depth: int, default: object) -> None:
    """A path that goes on where the defaults end at `depth`."""
    if default is None:
        state.count("open", path)
    elif isinstance(default, (list, tuple)) and isinstance(path[depth], int):
        below = path[depth + 1 :]
        plain = not below and not isinstance(value, (Mapping, list))
        if plain and default and not any(_agrees(path, item, value) for item in default):
            state.problem(path, f"is an item of a list of {_kind(default[0])}, got {shown(value)}")
        elif plain or any(_reach(item, below)[0] == len(below) for item in default):
            state.count("known", path)
        else:
            state.count("open", path)
    elif isinstance(default, Mapping) and isinstance(path[depth], str):
        if not default and depth > 0:
            state.count("open", path)
        elif any(state.templates_read(path[:end]) for end in range(len(path), depth, -1) if _names(path[:end])):
            state.count("known", path)
        elif state.arrives(path[: depth + 1]):
            state.count("open", path)
        else:
            head = path[: depth + 1]
            state.problem(head, "the chart has no such value", _suggest(state, head, default))
    else:
        state.problem(path[:depth], f"holds {_kind(default)} in the chart, got {_container(path[depth])}")


def _reach(defaults: object, path: _Path) -> tuple[int, object]:
    """How many parts of a path exist below the defaults, and what stands there."""
    node = defaults
    for index, part in enumerate(path):
        below = node.get(part, _ABSENT) if isinstance(node, Mapping) else _ABSENT
        if below is _ABSENT:
            return index, node
        node = below
    return len(path), node


def _schemas(tree: ChartTree, path: _Path) -> list[Mapping[str, object]]:
    found = described(tree.schema, path)
    for item in tree.dependencies:
        if item.tree is not None and path[0] == item.key and len(path) > 1:
            found += _schemas(item.tree, path[1:])
        elif item.tree is not None and path[0] == "global":
            found += _schemas(item.tree, path)
    return found


def _piece(path: _Path, defaults: object, tree: ChartTree) -> tuple[_Path, KubernetesType] | None:
    """The outermost part of a path whose key holds a Kubernetes type in this chart."""
    for end in range(1, len(path)):
        part = path[end - 1]
        kind = type_of_key(part) if isinstance(part, str) else None
        if kind is None:
            continue
        depth, default = _reach(defaults, path[:end])
        if depth == end:
            if default is None or kind.takes(default):
                return path[:end], kind
            continue
        in_open_map = isinstance(default, Mapping) and not default and depth == end - 1 > 0
        if in_open_map or _schemas(tree, path[:end]):
            return path[:end], kind
    return None


def _disagrees(path: _Path, default: object, value: object, schemas: Sequence[Mapping[str, object]]) -> str:
    """What is wrong with a value's type by its default; a schema that names types decides alone."""
    if value is None or default is None:
        return ""
    if any("type" in schema or "enum" in schema or "const" in schema for schema in schemas):
        return ""
    if _agrees(path, default, value):
        return ""
    return f"has to be {_kind(default)} as the chart's default {_short(default)}, got {shown(value)}"


def _agrees(path: _Path, default: object, value: object) -> bool:
    if value is None or default is None:
        return True
    if isinstance(default, Mapping) or isinstance(value, Mapping):
        return isinstance(default, Mapping) and isinstance(value, Mapping)
    if isinstance(default, (list, tuple)) or isinstance(value, (list, tuple)):
        return isinstance(default, (list, tuple)) and isinstance(value, (list, tuple))
    if default == "":
        return True
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(default, bool) and isinstance(value, bool)
    if path[-1] in _AMOUNTS:
        return isinstance(value, int) or re.fullmatch(r"\d+%?", str(value)) is not None
    if path[-1] == "targetPort":
        return True
    if isinstance(default, (int, float)):
        return isinstance(value, (int, float))
    return isinstance(value, str)


def _kind(default: object) -> str:
    if isinstance(default, bool):
        return "a boolean"
    if isinstance(default, (int, float)):
        return "a number"
    if isinstance(default, str):
        return "text"
    return "a map" if isinstance(default, Mapping) else "a list"


def _short(default: object) -> str:
    if isinstance(default, (Mapping, list, tuple)):
        return "is one"
    return str(default).lower() if isinstance(default, bool) else repr(default)[:40]


def _container(part: str | int) -> str:
    return "a list" if isinstance(part, int) else "a map"


def _names(path: _Path) -> bool:
    return all(isinstance(part, str) for part in path)


def _get(values: object, path: _Path) -> object:
    for part in path:
        if isinstance(values, Mapping) or (isinstance(values, (list, tuple)) and isinstance(part, int)):
            values = values[part]  # type: ignore[index]  # a map by key or a list by number, as told apart above
    return values


def _suggest(state: _Account, path: _Path, siblings: Mapping[str, object]) -> str:
    """The known path probably meant: a sibling, the same key elsewhere, or a path spelt alike."""
    key = str(path[-1])
    near = nearest(key, [str(item) for item in siblings])
    if near is not None:
        return did_you_mean((*path[:-1], near))
    known = sorted({dotted(found[:end]) for found, _ in walk(state.defaults) for end in range(1, len(found) + 1)})
    elsewhere = [item for item in known if item.rpartition(".")[2].lower() == key.lower()]
    if elsewhere:
        best = max(elsewhere, key=lambda item: difflib.SequenceMatcher(None, item, dotted(path)).ratio())
        return f"did you mean {best}?"
    others = [item for item in known if not dotted(path).startswith(f"{item}.")]
    close = difflib.get_close_matches(dotted(path), others, n=1, cutoff=0.75)
    if close:
        return f"did you mean {close[0]}?"
    return known_here([str(item) for item in siblings])
