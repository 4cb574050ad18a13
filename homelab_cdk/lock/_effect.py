"""Whether a value reaches what a chart renders: the proof for paths that no default and no schema describe."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from .._errors import LockError
from ..model import Release
from ._renderer import RenderedText

__all__ = ["Effect", "no_effect"]

_Path = tuple[str | int, ...]


def no_effect(path: _Path) -> bool:
    """What holds while nothing can be rendered: no value is known to arrive."""
    return False


class Effect:
    """Renders a release with and without a value and compares; what differs in every render counts for nothing."""

    def __init__(self, release: Release, render: Callable[[Release], Sequence[RenderedText]]) -> None:
        self._release = release
        self._render = render
        self._with: tuple[Counter[tuple[str, str]], frozenset[str]] | None = None

    def __call__(self, path: _Path) -> bool:
        """Whether the output changes when the value at a path, and all below it, is left out."""
        values = copy.deepcopy(dict(self._release.values))
        node: object = values
        for part in path[:-1]:
            node = node[part] if isinstance(node, (dict, list)) else {}  # type: ignore[index]  # walked before
        if not isinstance(node, dict) or path[-1] not in node:
            return False
        del node[path[-1]]
        try:
            known = self._with or self._rendered()
        except LockError:
            # It is refused for that, too; of its other values nothing can be said.
            return True
        try:
            without = self._texts(replace(self._release, values=values))
        except LockError:
            return True
        with_it, random = self._with = known
        changed = (with_it - without) + (without - with_it)
        return any(source not in random for source, _ in changed)

    def _rendered(self) -> tuple[Counter[tuple[str, str]], frozenset[str]]:
        first, second = self._texts(self._release), self._texts(self._release)
        random = frozenset(source for source, _ in (first - second) + (second - first))
        return first, random

    def _texts(self, release: Release) -> Counter[tuple[str, str]]:
        return Counter((text.source, text.text) for text in self._render(release))
