"""One compiled schema: whether an object fits it, and if not, why, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ._remedies import remedy
from ._words import dotted, says, unexpected_keys

__all__ = ["Problem", "Shape", "compiled", "readable_patterns"]

_Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong with an object: where in it, what, and what was probably meant.

    `path` is dotted, list items as `[0]`. `certain` is False where a rule could not be evaluated; `rule` holds the CEL
    rule of a CRD that did not hold, and is empty where fields are wrong.
    """

    path: str
    message: str
    suggestion: str = ""
    rule: str = ""
    certain: bool = True


class Shape:
    """A strict schema, compiled when it is first used.

    `jsonschema-rs` decides, a hundred times as fast as anything in Python; only what it refuses is looked at again by
    `jsonschema`, whose errors say enough to put them into words.
    """

    def __init__(self, fast: Callable[[], Any], schema: Callable[[], _Schema]) -> None:
        """Take what compiles it, and what gives the schema where an error has to be explained."""
        self._compile = fast
        self._schema = schema

    @cached_property
    def _fast(self) -> Any:
        return self._compile()

    @cached_property
    def _slow(self) -> Any:
        import jsonschema

        return jsonschema.Draft202012Validator(self._schema())

    def accepts(self, body: object) -> bool:
        """Whether an object fits."""
        try:
            return bool(self._fast.is_valid(body))
        except ValueError:
            # It takes nothing but the very types that JSON is read into.
            return bool(self._slow.is_valid(body))

    def problems(self, body: object) -> Iterator[Problem]:
        """Everything that is wrong with an object, in the order of its places."""
        found: dict[Problem, None] = {}
        for error in _flat(self._slow.iter_errors(body)):
            path = tuple(error.absolute_path)
            unknown = unexpected_keys(error)
            for name, suggestion in unknown:
                found[Problem(path=dotted((*path, name)), message="there is no such field", suggestion=suggestion)] = (
                    None
                )
            if not unknown:
                found[Problem(path=dotted(path), message=says(error), suggestion=remedy(error))] = None
        if not found and not self.accepts(body):
            # The two read some pattern differently.
            for error in self._fast.iter_errors(body):
                found[Problem(path=dotted(tuple(error.instance_path)), message=str(error.message))] = None
        yield from sorted(found, key=lambda problem: (problem.path, problem.message))


def _flat(errors: Iterator[Any]) -> Iterator[Any]:
    """Of what fits none of several forms, the errors of the form that comes closest."""
    for error in errors:
        if error.validator not in ("anyOf", "oneOf") or not error.context:
            yield error
            continue
        depth = len(error.absolute_path)
        deep = [item for item in error.context if len(item.absolute_path) > depth]
        if deep:
            yield max(deep, key=lambda item: len(item.absolute_path))
        else:
            yield error


def compiled(schema: _Schema) -> Any:
    """A schema, compiled by `jsonschema-rs`."""
    import jsonschema_rs

    return jsonschema_rs.Draft202012Validator(dict(schema))


def readable_patterns(schema: Any, left_out: list[str]) -> Any:
    """A schema without the patterns that `jsonschema-rs` cannot read, which would refuse it as a whole.

    Go's RE2 knows forms that ECMA's regular expressions do not; those that are left out are put into the list.
    """
    import jsonschema_rs

    if isinstance(schema, Mapping):
        result: dict[str, Any] = {}
        for key, value in schema.items():
            if key == "pattern" and isinstance(value, str):
                try:
                    jsonschema_rs.Draft202012Validator({"pattern": value})
                except ValueError:
                    left_out.append(value)
                    continue
            result[key] = readable_patterns(value, left_out)
        return result
    if isinstance(schema, list):
        return [readable_patterns(item, left_out) for item in schema]
    return schema
