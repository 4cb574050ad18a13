"""Frozen dataclasses to plain JSON values and back; defaults are left out, so that files and diffs stay small."""

from __future__ import annotations

import dataclasses
import types
import typing
from functools import cache
from typing import Literal, TypeVar, Union, get_args, get_origin, get_type_hints

__all__ = ["decode", "encode"]

T = TypeVar("T")


def encode(value: object) -> object:
    """A dataclass as dicts, lists and scalars; fields that equal their default are left out.

    A sequence of pairs of text (labels, a selector) becomes a dict; its first items have to be different.
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        result: dict[str, object] = {}
        for field in dataclasses.fields(value):
            item = getattr(value, field.name)
            if field.default is not dataclasses.MISSING and item == field.default:
                continue
            if field.default_factory is not dataclasses.MISSING and item == field.default_factory():
                continue
            result[field.name] = encode(item)
        return result
    if isinstance(value, (tuple, list)):
        if value and all(_is_pair(item) for item in value):
            return dict(value)
        return [encode(item) for item in value]
    if isinstance(value, dict):
        return {str(key): encode(item) for key, item in value.items()}
    return value


def _is_pair(item: object) -> bool:
    return isinstance(item, tuple) and len(item) == 2 and all(isinstance(part, str) for part in item)


def decode(kind: type[T], value: object) -> T:
    """A dataclass out of what `encode` made of it.

    Raises:
        ValueError: the value does not have the shape of the dataclass.
    """
    return typing.cast(T, _decode(kind, value))


@cache
def _hints(kind: type) -> dict[str, object]:
    return get_type_hints(kind)


def _decode(hint: object, value: object) -> object:
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        if not isinstance(value, dict):
            raise ValueError(f"{hint.__name__} is written as a mapping, got {value!r}")
        hints = _hints(hint)
        unknown = value.keys() - hints.keys()
        if unknown:
            raise ValueError(f"{hint.__name__} has no {sorted(unknown)[0]!r}")
        try:
            return hint(**{key: _decode(hints[key], item) for key, item in value.items()})
        except TypeError as error:
            raise ValueError(str(error)) from None
    origin = get_origin(hint)
    if origin is tuple and isinstance(value, (list, dict)):
        inner = get_args(hint)
        if isinstance(value, dict):
            value = [list(pair) for pair in value.items()]
        if len(inner) == 2 and inner[1] is Ellipsis:
            return tuple(_decode(inner[0], item) for item in value)
        return tuple(_decode(kind, item) for kind, item in zip(inner, value, strict=True))
    if origin is dict and isinstance(value, dict):
        return {key: _decode(get_args(hint)[1], item) for key, item in value.items()}
    if origin in (Union, types.UnionType):
        for kind in get_args(hint):
            if _fits(kind, value):
                return _decode(kind, value)
        raise ValueError(f"{value!r} is none of {hint}")
    if origin is Literal:
        if value not in get_args(hint):
            raise ValueError(f"{value!r} is none of {get_args(hint)}")
        return value
    if origin in (tuple, dict):
        raise ValueError(f"{value!r} is no {'list' if origin is tuple else 'mapping'}")
    if isinstance(hint, type) and not _fits(hint, value):
        raise ValueError(f"{value!r} is no {hint.__name__}")
    return value


def _fits(hint: object, value: object) -> bool:
    if hint is type(None):
        return value is None
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return isinstance(value, dict)
    origin = get_origin(hint)
    if origin is tuple:
        return isinstance(value, list)
    if origin is dict:
        return isinstance(value, dict)
    if origin is Literal:
        return value in get_args(hint)
    return isinstance(hint, type) and type(value) is hint
