"""JSON6902 patches: the escape hatch for a single field."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .._errors import BuildError
from ..model import Body, ObjectKey
from ._plain import plain

__all__ = ["Patch", "apply_patches"]

_OPERATIONS = {
    "add": ("path", "value"),
    "remove": ("path",),
    "replace": ("path", "value"),
    "move": ("from", "path"),
    "copy": ("from", "path"),
    "test": ("path", "value"),
}
"""What each operation needs (source: RFC 6902, section 4)."""

_POINTER = re.compile(r"(?:/(?:[^~/]|~[01])*)*")
_INDEX = re.compile(r"0|[1-9][0-9]*")
"""A JSON pointer and the index of an array in it (source: RFC 6901, sections 3 and 4)."""


@dataclass(frozen=True, kw_only=True)
class Patch:
    """Operations on one object, with the reason for them.

    Attributes:
        kind: kind of the object.
        name: name of the object.
        namespace: its namespace; by default any.
        operations: JSON6902 operations (RFC 6902), applied in order.
        reason: why the object differs from what its component makes; shown in reviews and by `homelab explain`.
    """

    kind: str
    name: str
    operations: Sequence[Mapping[str, Any]]
    reason: str
    namespace: str = ""

    def __post_init__(self) -> None:
        """Refuse what could never be applied."""
        where = f"the patch of {self.kind} {self.name}"
        if not self.reason.strip():
            raise BuildError(f"{where} has no reason; say in one sentence why the object must differ")
        for operation in self.operations:
            _check(operation, where)

    def matches(self, key: ObjectKey) -> bool:
        """Whether an object is the target."""
        return self.kind == key.kind and self.name == key.name and self.namespace in ("", key.namespace)


def _check(operation: Mapping[str, Any], where: str) -> None:
    needed = _OPERATIONS.get(operation.get("op", ""))
    if needed is None:
        raise BuildError(f"{where} has the operation {operation.get('op')!r}; allowed are {', '.join(_OPERATIONS)}")
    for member in needed:
        if member not in operation:
            raise BuildError(
                f"{where} has the operation {operation['op']} without {member!r}; it needs {' and '.join(needed)}"
            )
        pointer = operation[member]
        if member != "value" and not (isinstance(pointer, str) and _POINTER.fullmatch(pointer)):
            raise BuildError(
                f"{where} has {pointer!r} as {member!r}; write a JSON pointer such as /spec/replicas,"
                " with ~1 for a / and ~0 for a ~ within a key"
            )


def apply_patches(body: Body, patches: Sequence[Patch]) -> Body:
    """The object with all operations applied, in order.

    Raises:
        BuildError: a path does not exist, or a `test` fails.
    """
    document: Any = body
    for patch in patches:
        for operation in patch.operations:
            try:
                document = _apply(document, operation)
            except (LookupError, ValueError) as error:
                raise BuildError(
                    f"the patch of {patch.kind} {patch.name} cannot {operation['op']} {operation['path']}: {error};"
                    " compare the path with the generated file"
                ) from None
    if not isinstance(document, dict):
        raise BuildError(f"the patches of {patches[0].kind} {patches[0].name} leave no object behind")
    return document


def _apply(document: Any, operation: Mapping[str, Any]) -> Any:
    match operation["op"]:
        case "add":
            return _put(document, _tokens(operation["path"]), plain(operation["value"]), insert=True)
        case "replace":
            _get(document, _tokens(operation["path"]))
            return _put(document, _tokens(operation["path"]), plain(operation["value"]), insert=False)
        case "remove":
            return _remove(document, _tokens(operation["path"]))
        case "move":
            source = _tokens(operation["from"])
            value = _get(document, source)
            return _put(_remove(document, source), _tokens(operation["path"]), value, insert=True)
        case "copy":
            value = plain(_get(document, _tokens(operation["from"])))
            return _put(document, _tokens(operation["path"]), value, insert=True)
        case _:
            found = _get(document, _tokens(operation["path"]))
            if not _equal(found, operation["value"]):
                raise ValueError(f"found {found!r} where the test expects {operation['value']!r}")
            return document


def _equal(one: Any, other: Any) -> bool:
    """Equality of JSON: a boolean is no number, and an object has no order."""
    if isinstance(one, dict) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(_equal(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(_equal, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def _tokens(pointer: str) -> list[str]:
    if not pointer:
        return []
    return [token.replace("~1", "/").replace("~0", "~") for token in pointer[1:].split("/")]


def _get(document: Any, tokens: Sequence[str]) -> Any:
    for token in tokens:
        document = document[_index(document, token)]
    return document


def _put(document: Any, tokens: Sequence[str], value: Any, *, insert: bool) -> Any:
    if not tokens:
        return value
    parent = _get(document, tokens[:-1])
    if isinstance(parent, list) and insert:
        parent.insert(len(parent) if tokens[-1] == "-" else int(_index(parent, tokens[-1], last=True)), value)
    else:
        parent[_index(parent, tokens[-1], new=True)] = value
    return document


def _remove(document: Any, tokens: Sequence[str]) -> Any:
    if not tokens:
        raise ValueError("the whole object cannot be removed")
    parent = _get(document, tokens[:-1])
    del parent[_index(parent, tokens[-1])]
    return document


def _index(parent: Any, token: str, *, last: bool = False, new: bool = False) -> str | int:
    if isinstance(parent, list):
        if not _INDEX.fullmatch(token) or int(token) >= len(parent) + last:
            raise LookupError(f"there is no item {token} in a list of {len(parent)}")
        return int(token)
    if not isinstance(parent, dict):
        raise LookupError(f"{token!r} is looked for in {parent!r}")
    if token not in parent and not new:
        raise LookupError(f"there is no {token!r}")
    return token
