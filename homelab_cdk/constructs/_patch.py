"""JSON6902 patches: the escape hatch for a single field."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .._errors import BuildError
from ..model import Body, ObjectKey

__all__ = ["Patch", "apply_patches"]

_OPERATIONS = ("add", "remove", "replace", "move", "copy", "test")


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
            if operation.get("op") not in _OPERATIONS:
                raise BuildError(
                    f"{where} has the operation {operation.get('op')!r}; allowed are {', '.join(_OPERATIONS)}"
                )
            if not isinstance(operation.get("path"), str):
                raise BuildError(
                    f"{where} has an operation without a path; write a JSON pointer such as /spec/replicas"
                )

    def matches(self, key: ObjectKey) -> bool:
        """Whether an object is the target."""
        return self.kind == key.kind and self.name == key.name and self.namespace in ("", key.namespace)


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
            except (LookupError, ValueError, TypeError) as error:
                detail = str(error).strip("'\"")
                raise BuildError(
                    f"the patch of {patch.kind} {patch.name} cannot {operation['op']} {operation['path']}: {detail};"
                    " compare the path with the generated file"
                ) from None
    if not isinstance(document, dict):
        raise BuildError(f"the patches of {patches[0].kind} {patches[0].name} leave no object behind")
    return document


def _apply(document: Any, operation: Mapping[str, Any]) -> Any:
    match operation["op"]:
        case "add":
            return _put(document, _tokens(operation["path"]), copy.deepcopy(operation["value"]), insert=True)
        case "replace":
            _get(document, _tokens(operation["path"]))
            return _put(document, _tokens(operation["path"]), copy.deepcopy(operation["value"]), insert=False)
        case "remove":
            return _remove(document, _tokens(operation["path"]))
        case "move":
            source = _tokens(operation["from"])
            value = _get(document, source)
            return _put(_remove(document, source), _tokens(operation["path"]), value, insert=True)
        case "copy":
            value = copy.deepcopy(_get(document, _tokens(operation["from"])))
            return _put(document, _tokens(operation["path"]), value, insert=True)
        case _:
            found = _get(document, _tokens(operation["path"]))
            if found != operation["value"]:
                raise ValueError(f"found {found!r} where the test expects {operation['value']!r}")
            return document


def _tokens(pointer: str) -> list[str]:
    if pointer == "":
        return []
    if not pointer.startswith("/"):
        raise ValueError("a JSON pointer starts with /")
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
        if not token.isdecimal() or int(token) >= len(parent) + last:
            raise LookupError(f"there is no item {token} in a list of {len(parent)}")
        return int(token)
    if not isinstance(parent, dict):
        raise LookupError(f"{token!r} is looked for in {parent!r}")
    if token not in parent and not new:
        raise LookupError(f"there is no {token!r}")
    return token
