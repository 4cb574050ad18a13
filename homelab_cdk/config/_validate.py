"""A file's values against the schema, with `jsonschema`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from .._errors import BuildError
from ..model import FORMATS
from ._document import Path

if TYPE_CHECKING:
    from jsonschema import ValidationError

__all__ = ["SchemaError", "schema_errors"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaError:
    """A value that a keyword of the schema refuses.

    Attributes:
        path: where the value stands; the mapping, where a name in it is wrong.
        keyword: the keyword that refuses it.
        limit: what the keyword says.
        schema: the schema that has the keyword.
        value: the value, or the name.
        is_name: whether it is the name of a key.
        branch: the alternative of the union around it that it belongs to.
        reason: what a parser says of a text.
        alternatives: the errors in each alternative of a union.
    """

    path: Path
    keyword: str
    limit: Any
    schema: Mapping[str, Any]
    value: Any
    is_name: bool
    branch: int
    reason: str
    alternatives: tuple[SchemaError, ...]


def schema_errors(schema: Mapping[str, object], value: object) -> list[SchemaError]:
    """All errors of a value against a schema."""
    return [_own(error) for error in _validator()(schema, format_checker=_formats()).iter_errors(value)]


def _own(error: Any) -> SchemaError:
    steps = list(error.relative_schema_path)
    return SchemaError(
        path=tuple(error.absolute_path),
        keyword=error.validator,
        limit=error.validator_value,
        schema=error.schema,
        value=error.instance,
        is_name="propertyNames" in steps[-2:-1],
        branch=steps[0] if steps and isinstance(steps[0], int) else 0,
        reason=str(error.cause or ""),
        alternatives=tuple(_own(inner) for inner in error.context or ()),
    )


@cache
def _validator() -> Any:
    # Imported here: no command but those that read a lab should pay for it.
    from jsonschema import Draft202012Validator, validators

    extend: Any = validators.extend
    return extend(Draft202012Validator, {"pattern": _pattern, "required": _required})


def _pattern(validator: Any, pattern: str, instance: object, schema: object) -> Iterator[ValidationError]:
    from jsonschema import ValidationError

    # In Python, but not in JavaScript, `$` matches before a line break at the end, too.
    exact = f"{pattern[:-1]}\\Z" if pattern.endswith("$") else pattern
    if isinstance(instance, str) and not re.search(exact, instance):
        yield ValidationError(f"{instance!r} does not match")


def _required(validator: Any, required: list[str], instance: object, schema: object) -> Iterator[ValidationError]:
    from jsonschema import ValidationError

    # One error for all missing keys, where jsonschema has one each.
    if isinstance(instance, dict) and not instance.keys() >= set(required):
        yield ValidationError("keys are missing")


@cache
def _formats() -> Any:
    from jsonschema import FormatChecker

    checker = FormatChecker(formats=())
    for name, known in FORMATS.items():

        def accepts(value: object, parse: Any = known.parse) -> bool:
            if isinstance(value, str):
                parse(value)
            return True

        checker.checks(name, raises=BuildError)(accepts)
    return checker
