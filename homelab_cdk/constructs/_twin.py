"""Constructs whose counterpart in Node.js is made when somebody reaches for it.

Each crossing into Node costs a quarter of a millisecond or more, and a lab of our own constructs never needs one: it is
collected and written from Python. So a construct below a `Lab` keeps its place in the tree in Python and is *realised*
(created in Node, under its scope's counterpart) the moment that jsii asks for its reference: when a foreign construct is
placed in it, when its `node` is read, when it is handed to anything of cdk8s. With it come its ancestors and everything
beneath it, and what is added beneath it later comes at once. Below anything else (a plain `cdk8s.App` or `Chart`) every
construct is realised at once, so `app.synth()` finds it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import constructs
import jsii
from jsii._runtime import JSIIMeta

from .._errors import BuildError
from ._source import Source

__all__ = ["Twin", "TwinMeta"]


class TwinMeta(JSIIMeta):
    """The metaclass of jsii without its last step: registering a reference, which a twin does when it is realised."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        """Create an instance without reaching for its reference."""
        return type.__call__(cls, *args, **kwargs)


class _Realising:
    """Whether twins are being made: then references are handed out without opening what lies beneath them."""

    depth = 0


class Twin:
    """The half of a construct that lives in Python: its scope, id, path and children.

    Every twin is a `constructs.Construct` as well.
    """

    source: Source = None
    """The file and line that created it, where that is known."""

    if TYPE_CHECKING:

        @property
        def node(self) -> constructs.Node: ...

    def __init__(self, scope: constructs.Construct | None, id: str) -> None:
        """Take a place in the tree.

        Raises:
            BuildError: the scope has a child of this id already, or the id is empty where there is a scope.
        """
        self._twin_scope = scope
        self._twin_id = id
        self._twin_children: dict[str, Twin] = {}
        self._twin_ref: Any = None
        self._twin_reached = False
        parent = _twin(scope)
        if parent is not None:
            if not id:
                raise BuildError(f"a construct in {parent.path or 'the lab'} has an empty id; give it a name")
            if id in parent._twin_children:
                raise BuildError(
                    f"{parent.path or 'the lab'} already has a construct {id!r}; ids are unique within their scope,"
                    " choose another"
                )
            parent._twin_children[id] = self
            self.path: str = f"{parent.path}/{id}" if parent.path else id
            if parent._twin_reached:
                self._twin_reach()
        elif scope is not None:
            self._twin_reach()
            self.path = str(self.node.path)
        else:
            self.path = ""

    @property
    def scope(self) -> constructs.Construct | None:
        """The construct that this one stands in; nothing for a root."""
        return self._twin_scope

    @property
    def construct_id(self) -> str:
        """The id within the scope."""
        return self._twin_id

    @property
    def is_reached(self) -> bool:
        """Whether something outside of this library holds this construct, so that foreign children may stand in it."""
        return self._twin_reached

    def towards(self, path: str) -> Iterator[Twin]:
        """This construct and those on the way to a path below it, as far as they are twins."""
        twin: Twin | None = self
        for id in path.split("/"):
            if twin is None:
                return
            yield twin
            twin = twin._twin_children.get(id)
        if twin is not None:
            yield twin

    def reached(self) -> Iterator[Twin]:
        """Those of this construct and all beneath it that something outside holds, without what lies beneath them."""
        if self._twin_reached:
            yield self
        else:
            for child in self._twin_children.values():
                yield from child.reached()

    def _twin_arguments(self) -> list[Any]:
        """What the constructor in Node is called with after scope and id."""
        return []

    def _twin_realise(self) -> None:
        if self._twin_ref is not None:
            return
        parent = _twin(self._twin_scope)
        if parent is not None:
            parent._twin_realise()
        place = [] if self._twin_scope is None else [self._twin_scope, self._twin_id]
        _Realising.depth += 1
        try:
            jsii.create(type(self), self, [*place, *self._twin_arguments()])
        finally:
            _Realising.depth -= 1

    def _twin_reach(self) -> None:
        self._twin_realise()
        if not self._twin_reached:
            self._twin_reached = True
            for child in self._twin_children.values():
                child._twin_reach()

    @property
    def __jsii_ref__(self) -> Any:
        """The reference that jsii passes to Node; asking for it realises the construct."""
        if self._twin_ref is None or not (self._twin_reached or _Realising.depth):
            if _Realising.depth:
                self._twin_realise()
            else:
                self._twin_reach()
        return self._twin_ref

    @__jsii_ref__.setter
    def __jsii_ref__(self, reference: Any) -> None:
        self._twin_ref = reference


def _twin(scope: object) -> Twin | None:
    return scope if isinstance(scope, Twin) else None
