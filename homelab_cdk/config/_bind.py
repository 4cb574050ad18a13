"""Options of the file as keyword arguments of a component."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_origin

from .._errors import BuildError
from ..model import NumberAsText
from ._annotations import Unwritable, fields_of, mapping_value, schema_of, sequence_item, union_members
from ._options import parameters_of
from ._words import allowed, spelt, type_of

if TYPE_CHECKING:
    from ..constructs import Component

__all__ = ["OptionError", "bind"]


class OptionError(BuildError):
    """An option cannot be used; `path` says which, with dots between."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}" if path else reason)
        self.path = path
        self.reason = reason


def bind(kind: type[Component], options: Mapping[str, object]) -> dict[str, Any]:
    """The keyword arguments that a component takes for options as `homelab.yaml` gives them.

    Keys become names of Python, lists of a `Sequence` tuples, mappings dataclasses where the component declares one.

    Raises:
        BuildError: the component has no such option, or a value does not fit; the message names the option.
    """
    known = {parameter.key: parameter for parameter in parameters_of(kind)}
    result: dict[str, Any] = {}
    for key, value in options.items():
        if key not in known:
            raise OptionError(key, f"{kind.info.name} has no option {key!r}; it has {', '.join(known)}")
        result[known[key].name] = _value(known[key].hint, value, key)
    return result


def _value(hint: Any, value: Any, path: str) -> Any:
    if get_origin(hint) is Annotated:
        inner, *extras = get_args(hint)
        if any(isinstance(extra, NumberAsText) for extra in extras) and type_of(value) in (
            "integer",
            "number",
        ):
            value = str(value)
        return _value(inner, value, path)
    if not _fits(hint, value):
        try:
            expected = allowed(schema_of(hint))
        except (TypeError, Unwritable):
            expected = str(hint)
        raise OptionError(path, f"expected {expected}, got {spelt(value)}")
    members = union_members(hint)
    if len(members) > 1:
        return _value(next(member for member in members if _fits(member, value)), value, path)
    item = sequence_item(hint)
    if item is not None:
        bound = [_value(item, inner, f"{path}.{number}") for number, inner in enumerate(value)]
        return bound if get_origin(hint) is list else tuple(bound)
    inner_hint = mapping_value(hint)
    if inner_hint is not None:
        return {key: _value(inner_hint, inner, f"{path}.{key}") for key, inner in value.items()}
    if isinstance(hint, type):
        return _instance(hint, value, path)
    return value


def _instance(hint: type, value: Any, path: str) -> Any:
    if issubclass(hint, enum.Enum):
        return hint(value)
    if dataclasses.is_dataclass(hint):
        fields = {item.key: item for item in fields_of(hint)}
        arguments = {fields[key].name: _value(fields[key].hint, inner, f"{path}.{key}") for key, inner in value.items()}
        try:
            return hint(**arguments)
        except (BuildError, ValueError) as error:
            raise OptionError(path, str(error)) from None
    return hint(value) if hint in (int, float) else value


def _fits(hint: Any, value: Any) -> bool:
    """Whether a value has the shape of an annotation; what lies inside a list or mapping is not looked at."""
    kind = type_of(value)
    if hint in (Any, object):
        return True
    if hint in (None, type(None)):
        return value is None
    if get_origin(hint) is Annotated:
        inner, *extras = get_args(hint)
        numbers = any(isinstance(extra, NumberAsText) for extra in extras) and kind in ("integer", "number")
        return numbers or _fits(inner, value)
    if get_origin(hint) is Literal:
        return any(type(item) is type(value) and item == value for item in get_args(hint))
    members = union_members(hint)
    if len(members) > 1:
        return any(_fits(member, value) for member in members)
    if sequence_item(hint) is not None:
        return kind == "array"
    if mapping_value(hint) is not None:
        return kind == "object"
    if not isinstance(hint, type):
        return False
    if issubclass(hint, enum.Enum):
        return any(value == member.value for member in hint)
    if dataclasses.is_dataclass(hint):
        fields = {item.key: item for item in fields_of(hint)}
        return (
            kind == "object"
            and value.keys() <= fields.keys()
            and all(item.key in value for item in fields.values() if item.required)
        )
    if hint is float:
        return kind in ("integer", "number")
    if hint is int:
        return kind == "integer" or (isinstance(value, float) and value.is_integer())
    return {str: "string", bool: "boolean"}.get(hint) == kind
