"""Two trees, and what happens on the way from one to the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from ..model import ObjectKey
from ._change import Change, What
from ._fates import Fates
from ._tree import Tree

__all__ = ["Difference", "compare", "difference_of"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Difference:
    """A change of the tree: what rules of change look at.

    Attributes:
        before: what Flux has applied.
        after: what it is going to apply.
        changes: what happens to each object that does not stay as it is.
    """

    before: Tree
    after: Tree
    changes: tuple[Change, ...] = field(default=())

    @cached_property
    def by_key(self) -> dict[ObjectKey, Change]:
        """The changes by object."""
        return {change.key: change for change in self.changes}

    def of(self, *what: What) -> Iterator[Change]:
        """The changes of some sorts."""
        return (change for change in self.changes if change.what in what)


def compare(before: Tree, after: Tree) -> list[Change]:
    """What happens to each object when Flux goes from one tree to another.

    What stays as it is, is left out.
    """
    return Fates(before, after).changes()


def difference_of(before: Tree, after: Tree) -> Difference:
    """Two trees with what happens between them."""
    return Difference(before=before, after=after, changes=tuple(compare(before, after)))
