"""The JSON Schema of a Python annotation."""

from __future__ import annotations

import collections.abc
import dataclasses
import enum
import types
import typing
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from ..model import Constraint, NumberAsText
from ._docstring import entries, first_sentence

__all__ = [
    "Field",
    "Unwritable",
    "fields_of",
    "key_of",
    "mapping_value",
    "merged",
    "plain_default",
    "schema_of",
    "sequence_item",
    "union_members",
]

Schema = dict[str, Any]

_SCALARS: dict[Any, str] = {str: "string", int: "integer", float: "number", bool: "boolean"}
_ANYTHING: tuple[Any, ...] = (Any, object)
_SEQUENCES = (list, tuple, collections.abc.Sequence)
_MAPPINGS = (dict, collections.abc.Mapping)
_UNSUPPORTED = (bytes, bytearray, complex, set, frozenset)


class Unwritable(Exception):
    """A value of this annotation cannot be written in a file; only Python can pass it."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of a dataclass that options are made of."""

    name: str
    key: str
    hint: Any
    required: bool
    default: object
    description: str


def key_of(name: str) -> str:
    """The key in the file for a name in Python: `load_balancer_ip` becomes `loadBalancerIp`."""
    first, *rest = name.rstrip("_").split("_")
    return first + "".join(part.capitalize() for part in rest)


def sequence_item(hint: Any) -> Any | None:
    """The annotation of the items of a list, for `Sequence[T]`, `list[T]` and `tuple[T, ...]`; else nothing."""
    if get_origin(hint) not in _SEQUENCES:
        return None
    arguments = get_args(hint)
    if get_origin(hint) is tuple and not (len(arguments) == 2 and arguments[1] is Ellipsis):
        return None
    return arguments[0]


def mapping_value(hint: Any) -> Any | None:
    """The annotation of the values of a mapping with text keys; else nothing."""
    if get_origin(hint) not in _MAPPINGS:
        return None
    key, value = get_args(hint)
    return value if key is str else None


def union_members(hint: Any) -> tuple[Any, ...]:
    """The members of a union; an annotation that is none is its own only member."""
    return get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)


def schema_of(hint: Any, around: tuple[type, ...] = ()) -> Schema:
    """The JSON Schema of what may be written for an annotation.

    Raises:
        Unwritable: only Python can pass such a value (a class that is no data).
        TypeError: the annotation is not understood.
    """
    if get_origin(hint) is Annotated:
        return _annotated(hint, around)
    if hint in _ANYTHING:
        return {}
    if hint in (None, type(None)):
        return {"type": "null"}
    if get_origin(hint) is Literal:
        return {"enum": list(get_args(hint))}
    if get_origin(hint) in (Union, types.UnionType):
        return _union(hint, around)
    item = sequence_item(hint)
    if item is not None:
        return {"type": "array", "items": schema_of(item, around)}
    value = mapping_value(hint)
    if value is not None:
        inner = schema_of(value, around)
        return {"type": "object", "additionalProperties": inner or True}
    if isinstance(hint, type):
        return _class(hint, around)
    raise TypeError(f"{hint!r} is not understood")


def _class(hint: type, around: tuple[type, ...]) -> Schema:
    if hint in _SCALARS:
        return {"type": _SCALARS[hint]}
    if issubclass(hint, enum.Enum):
        return {"enum": [member.value for member in hint]}
    if dataclasses.is_dataclass(hint):
        if hint in around:
            raise TypeError(f"{hint.__name__} contains itself")
        return _dataclass(hint, (*around, hint))
    if hint in _UNSUPPORTED or hint in _SEQUENCES or hint in _MAPPINGS:
        raise TypeError(f"{hint.__name__} does not say what it holds, or has no counterpart in YAML")
    raise Unwritable(hint.__name__)


def _annotated(hint: Any, around: tuple[type, ...]) -> Schema:
    inner, *extras = get_args(hint)
    schema = dict(schema_of(inner, around))
    for extra in extras:
        if isinstance(extra, NumberAsText):
            schema["type"] = ["string", "number"]
        elif isinstance(extra, Constraint):
            schema.update(extra.keywords())
    return schema


def _union(hint: Any, around: tuple[type, ...]) -> Schema:
    parts: list[Schema] = []
    for member in union_members(hint):
        try:
            parts.append(schema_of(member, around))
        except Unwritable:
            continue
    if all(part == {"type": "null"} for part in parts):
        raise Unwritable(str(hint))
    return merged(parts)


def merged(parts: list[Schema]) -> Schema:
    """One schema for a value that fits any of several; flat where their types differ, so that errors are plain."""
    if len(parts) == 1:
        return parts[0]
    if {} in parts:
        return {}
    if all(part.keys() == {"enum"} or part == {"type": "null"} for part in parts):
        return {"enum": [value for part in parts for value in part.get("enum", [None])]}
    known: set[str] = set()
    flat: Schema = {"type": []}
    for part in sorted(parts, key=lambda part: part == {"type": "null"}):
        names = [part["type"]] if isinstance(part.get("type"), str) else part.get("type", [])
        kinds = set(names) | ({"integer"} if "number" in names else set())
        clash = (flat.keys() & part.keys()) - {"type"}
        if not kinds or kinds & known or clash:
            return {"anyOf": parts}
        known |= kinds | ({"number"} if "integer" in names else set())
        flat["type"] += names
        flat.update({key: value for key, value in part.items() if key != "type"})
    return flat


@cache
def fields_of(kind: type) -> tuple[Field, ...]:
    """The fields of a dataclass, with what its `Attributes:` or their metadata (`description`) say.

    Raises:
        TypeError: an annotation names what is not imported.
    """
    try:
        hints = typing.get_type_hints(kind, include_extras=True)
    except NameError as error:
        raise TypeError(f"the annotations of {kind.__name__} cannot be read ({error})") from None
    documented = entries(kind.__doc__, "Attributes")
    result = []
    for item in dataclasses.fields(kind):
        if not item.init:
            continue
        default = item.default
        if default is dataclasses.MISSING and item.default_factory is not dataclasses.MISSING:
            default = item.default_factory()
        result.append(
            Field(
                name=item.name,
                key=key_of(item.name),
                hint=hints[item.name],
                required=default is dataclasses.MISSING,
                default=default,
                description=str(item.metadata.get("description", documented.get(item.name, ""))),
            )
        )
    return tuple(result)


def _dataclass(kind: type, around: tuple[type, ...]) -> Schema:
    properties: dict[str, Schema] = {}
    required: list[str] = []
    for item in fields_of(kind):
        try:
            schema = dict(schema_of(item.hint, around))
        except Unwritable:
            if item.required:
                raise TypeError(f"{kind.__name__}.{item.name} cannot be written in a file and has no default") from None
            continue
        if item.description:
            schema["description"] = item.description
        if item.required:
            required.append(item.key)
        else:
            schema.update(plain_default(item.default))
        properties[item.key] = schema
    result: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    about = first_sentence(kind.__doc__)
    if about and not about.startswith(f"{kind.__name__}("):
        result["description"] = about
    if required:
        result["required"] = required
    return result


def plain_default(default: object) -> Mapping[str, object]:
    """`default` as a keyword of JSON Schema where it is a plain value that says something; else nothing."""
    value = _json(default)
    return {} if value is None else {"default": value}


def _json(value: object) -> object:
    if isinstance(value, enum.Enum):
        return _json(value.value)
    if isinstance(value, (str, int, float)):
        return value
    if isinstance(value, (list, tuple)):
        items = [_json(item) for item in value]
        return None if None in items else items
    if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
        pairs = {key: _json(item) for key, item in value.items()}
        return None if None in pairs.values() else pairs
    return None
