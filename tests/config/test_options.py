"""Options are read off a component's class."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, Unpack

import constructs
import pytest

from homelab_cdk.config import Option, options_of
from homelab_cdk.constructs import Capability, CommonOptions, Component, ComponentInfo, StorageClass, forget
from homelab_cdk.model import ByteSize, Minimum, MinItems, Pattern, Port, Quantity

INFO = ComponentInfo(
    name="made-up",
    title="Made up",
    about="a component of a test",
    slot="cache",
    layer="data",
    phase=1,
    docs="https://example.com",
)


@pytest.fixture(autouse=True)
def _out_of_the_catalogue() -> Iterator[None]:
    yield
    forget("made-up")


class Level(enum.Enum):
    LOW = "low"
    HIGH = "high"


@dataclass(frozen=True, kw_only=True)
class Alert:
    """Whom to wake, and when.

    Attributes:
        receiver: who is told.
    """

    receiver: str
    after_minutes: int = field(default=5, metadata={"description": "how long to wait first."})


def option_schema(hint: Any, default: object = None) -> Mapping[str, Any]:
    """The schema of one option with an annotation."""

    class MadeUp(Component):
        info = INFO

        def __init__(self, scope: constructs.Construct, id: str, *, some_option: Any = default) -> None:
            """Make it."""

    MadeUp.__init__.__annotations__["some_option"] = hint
    [option] = options_of(MadeUp)
    return option.schema


@pytest.mark.parametrize(
    ("hint", "schema"),
    [
        (str, {"type": "string"}),
        (int, {"type": "integer"}),
        (float, {"type": "number"}),
        (bool, {"type": "boolean"}),
        (Any, {}),
        (object, {}),
        (str | None, {"type": ["string", "null"]}),
        (int | str, {"type": ["integer", "string"]}),
        (int | float, {"anyOf": [{"type": "integer"}, {"type": "number"}]}),
        (Literal["a", "b"], {"enum": ["a", "b"]}),
        (Literal["a"] | None, {"enum": ["a", None]}),
        (Level, {"enum": ["low", "high"]}),
        (Sequence[str], {"type": "array", "items": {"type": "string"}}),
        (tuple[int, ...], {"type": "array", "items": {"type": "integer"}}),
        (list[bool], {"type": "array", "items": {"type": "boolean"}}),
        (Mapping[str, Any], {"type": "object", "additionalProperties": True}),
        (dict[str, int], {"type": "object", "additionalProperties": {"type": "integer"}}),
        (Annotated[int, Minimum(1)], {"type": "integer", "minimum": 1}),
        (Annotated[Sequence[str], MinItems(1)], {"type": "array", "items": {"type": "string"}, "minItems": 1}),
        (Annotated[int, Minimum(1)] | None, {"type": ["integer", "null"], "minimum": 1}),
        (Port, {"type": "integer", "minimum": 1, "maximum": 65535}),
        (
            Annotated[str, Pattern("^a+$", "one or more a")],
            {"type": "string", "pattern": "^a+$", "patternErrorMessage": "expected one or more a"},
        ),
        (str | StorageClass, {"type": "string"}),
        (str | StorageClass | None, {"type": ["string", "null"]}),
        (
            Literal["auto"] | Annotated[int, Minimum(1)],
            {"anyOf": [{"enum": ["auto"]}, {"type": "integer", "minimum": 1}]},
        ),
    ],
    ids=str,
)
def test_annotation_becomes_schema(hint: object, schema: object) -> None:
    assert option_schema(hint) == schema


def test_a_dataclass_becomes_a_closed_mapping_with_its_docs() -> None:
    assert option_schema(Sequence[Alert]) == {
        "type": "array",
        "items": {
            "type": "object",
            "description": "Whom to wake, and when.",
            "properties": {
                "receiver": {"type": "string", "description": "who is told."},
                "afterMinutes": {"type": "integer", "description": "how long to wait first.", "default": 5},
            },
            "additionalProperties": False,
            "required": ["receiver"],
        },
    }


def test_numbers_need_no_quotes_as_a_quantity() -> None:
    assert option_schema(Quantity)["type"] == ["string", "number"]
    assert option_schema(ByteSize)["type"] == "string"


@pytest.mark.parametrize(
    ("default", "keyword"),
    [
        (3, {"default": 3}),
        (False, {"default": False}),
        (("a", "b"), {"default": ["a", "b"]}),
        (Level.LOW, {"default": "low"}),
        ({"a": 1}, {"default": {"a": 1}}),
        (None, {}),
        (Alert(receiver="me"), {}),
    ],
    ids=str,
)
def test_a_plain_default_is_part_of_the_schema(default: object, keyword: object) -> None:
    assert option_schema(Any, default) == keyword


def test_what_only_python_can_pass_is_no_option() -> None:
    class MadeUp(Component):
        info = INFO

        def __init__(self, scope: constructs.Construct, id: str, *, storage: StorageClass | None = None) -> None:
            """Make it."""

    assert options_of(MadeUp) == ()


def test_an_option_tells_all_that_the_class_does() -> None:
    class MadeUp(Component):
        info = INFO

        def __init__(
            self,
            scope: constructs.Construct,
            id: str = "made-up",
            *,
            load_balancer_ip: str,
            class_: Literal["a", "b"] = "a",
            **common: Unpack[CommonOptions],
        ) -> None:
            """Make it.

            Args:
                scope: the lab.
                id: construct id.
                load_balancer_ip: the address that it takes, out of the
                    load balancer's range.
                class_: which class it has: by default `a`.
                **common: what every component takes.

            Raises:
                BuildError: never.
            """

    own = [option for option in options_of(MadeUp) if not option.common]
    common = [option for option in options_of(MadeUp) if option.common]

    about = "the address that it takes, out of the load balancer's range."
    assert own == [
        Option(
            name="load_balancer_ip",
            key="loadBalancerIp",
            schema={"type": "string", "description": about},
            description=about,
            required=True,
            common=False,
        ),
        Option(
            name="class_",
            key="class",
            schema={"enum": ["a", "b"], "description": "which class it has: by default `a`.", "default": "a"},
            description="which class it has: by default `a`.",
            required=False,
            common=False,
        ),
    ]
    assert own[1].default == "a"
    assert [option.key for option in common] == ["namespace", "version", "values", "patches", "delivery"]
    assert all(option.description and not option.required for option in common)


@dataclass(frozen=True)
class Endless:
    inner: Sequence[Endless] = ()


@pytest.mark.parametrize(
    "hint",
    [set[str], tuple[int, str], bytes, dict[int, str], list, Endless, "Nowhere"],
    ids=str,
)
def test_an_annotation_without_counterpart_is_refused_by_name(hint: object) -> None:
    with pytest.raises(TypeError, match="MadeUp"):
        option_schema(hint)


def test_the_refusal_names_component_parameter_and_annotation() -> None:
    with pytest.raises(TypeError, match=r"MadeUp: the option 'some_option' is annotated with set\[str\]"):
        option_schema(set[str])


def test_a_required_parameter_that_no_file_can_give_is_refused() -> None:
    class MadeUp(Component):
        info = INFO

        def __init__(self, scope: constructs.Construct, id: str, *, storage: Capability) -> None:
            """Make it."""

    with pytest.raises(TypeError, match="give it a default"):
        options_of(MadeUp)


def test_options_are_keyword_only() -> None:
    class MadeUp(Component):
        info = INFO

        def __init__(self, scope: constructs.Construct, id: str, replicas: int = 1) -> None:
            """Make it."""

    with pytest.raises(TypeError, match=r"MadeUp: the parameter 'replicas' is not keyword-only"):
        options_of(MadeUp)


def test_free_keyword_arguments_are_refused() -> None:
    class MadeUp(Component):
        info = INFO

        def __init__(self, scope: constructs.Construct, id: str, **rest: Any) -> None:
            """Make it."""

    with pytest.raises(TypeError, match=r"Unpack\[CommonOptions\]"):
        options_of(MadeUp)
