"""The options of a component, read off its class: declared once, as typed keyword-only parameters."""

from __future__ import annotations

import dataclasses
import inspect
import typing
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from ._annotations import Unwritable, key_of, plain_default, schema_of
from ._docstring import entries

if TYPE_CHECKING:
    from ..constructs import Component

__all__ = ["Option", "Parameter", "options_of", "parameters_of"]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An option of a component.

    Attributes:
        name: its name in Python, such as `storage_class`.
        key: its key in `homelab.yaml`, such as `storageClass`.
        schema: the JSON Schema of its values, with description and default.
        description: what it is for, its unit, and what happens without it, in the words of the docstring.
        required: whether the file must give it.
        common: whether every component has it.
    """

    name: str
    key: str
    schema: Mapping[str, Any]
    description: str
    required: bool
    common: bool

    @property
    def default(self) -> object:
        """The default as a JSON value, where it is a plain one; otherwise nothing, and the description tells it."""
        return self.schema.get("default")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A keyword-only parameter of a component's `__init__`, or a key of its `CommonOptions`."""

    name: str
    key: str
    hint: Any
    required: bool
    default: object
    common: bool
    document: str | None


@cache
def parameters_of(kind: type[Component]) -> tuple[Parameter, ...]:
    """The parameters that options are read off, own ones first.

    Raises:
        TypeError: a parameter is not keyword-only, has no annotation, or its annotation cannot be resolved.
    """
    start = kind.__init__
    try:
        hints = typing.get_type_hints(start, include_extras=True)
    except NameError as error:
        raise TypeError(
            f"{kind.__name__}: the annotations of its options cannot be read ({error}); import the name outside of"
            " TYPE_CHECKING"
        ) from None
    result: list[Parameter] = []
    common: list[Parameter] = []
    for parameter in list(inspect.signature(start).parameters.values())[3:]:
        hint = hints.get(parameter.name)
        where = f"{kind.__name__}: the parameter {parameter.name!r}"
        if parameter.kind is inspect.Parameter.VAR_KEYWORD:
            common.extend(_unpacked(where, hint))
        elif parameter.kind is not inspect.Parameter.KEYWORD_ONLY:
            raise TypeError(f"{where} is not keyword-only; put it behind the * of the signature")
        elif parameter.name not in hints:
            raise TypeError(f"{where} has no annotation; options get their schema from it")
        else:
            result.append(
                Parameter(
                    name=parameter.name,
                    key=key_of(parameter.name),
                    hint=hint,
                    required=parameter.default is inspect.Parameter.empty,
                    default=None if parameter.default is inspect.Parameter.empty else parameter.default,
                    common=False,
                    document=start.__doc__,
                )
            )
    return (*result, *common)


def _unpacked(where: str, hint: Any) -> Iterator[Parameter]:
    inner = typing.get_args(hint)
    if typing.get_origin(hint) is not typing.Unpack or not typing.is_typeddict(inner[0]):
        raise TypeError(f"{where} is annotated with {hint!r}; write **common: Unpack[CommonOptions]")
    for name, item in typing.get_type_hints(inner[0], include_extras=True).items():
        yield Parameter(
            name=name,
            key=key_of(name),
            hint=item,
            required=name in inner[0].__required_keys__,
            default=None,
            common=True,
            document=inner[0].__doc__,
        )


@cache
def options_of(kind: type[Component]) -> tuple[Option, ...]:
    """The options of a component, its own first, then those that every component has.

    Parameters that only Python can pass, such as a capability, are none.

    Raises:
        TypeError: an annotation is not understood, or a required parameter cannot be written in a file; the message
            names the component, the parameter and the annotation.
    """
    result = []
    for parameter in parameters_of(kind):
        where = f"{kind.__name__}: the option {parameter.name!r} is annotated with {_text(parameter.hint)}"
        try:
            schema = dict(schema_of(parameter.hint))
        except Unwritable:
            if parameter.required:
                raise TypeError(f"{where}, which homelab.yaml cannot give; give it a default") from None
            continue
        except TypeError as error:
            raise TypeError(f"{where}, which has no JSON Schema: {error}") from None
        heading = "Attributes" if parameter.common else "Args"
        description = _documented(parameter.document, heading).get(parameter.name, "")
        if description:
            schema["description"] = description
        schema.update(plain_default(parameter.default))
        result.append(
            Option(
                name=parameter.name,
                key=parameter.key,
                schema=schema,
                description=description,
                required=parameter.required,
                common=parameter.common,
            )
        )
    return tuple(result)


@cache
def _documented(document: str | None, heading: str) -> Mapping[str, str]:
    return entries(document, heading)


def _text(hint: Any) -> str:
    return hint.__name__ if isinstance(hint, type) and not typing.get_args(hint) else str(hint)
