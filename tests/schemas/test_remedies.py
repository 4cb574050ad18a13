"""What to write in place of a value that a schema refuses."""

from __future__ import annotations

import pytest

from homelab_cdk.schemas import suggest
from homelab_cdk.schemas._crd import CrdVersion

FIELDS = {
    "text": {"type": "string"},
    "count": {"type": "integer", "minimum": 1},
    "share": {"type": "number"},
    "open": {"type": "boolean"},
    "names": {"type": "array", "items": {"type": "string"}},
    "parts": {"type": "object", "additionalProperties": {"type": "string"}},
    "mode": {"type": "string", "enum": ["fast", "slow"]},
    "host": {"type": "string", "pattern": "^[a-z]+$"},
    "port": {"x-kubernetes-int-or-string": True},
    "step": {"type": "number", "multipleOf": 5},
}


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("text", 8080, "write it as a text, in quotes"),
        ("text", True, "write it as a text, in quotes"),
        ("text", ["a"], "write a text"),
        ("count", "80", "write it without quotes"),
        ("count", "-1", "write it without quotes"),
        ("count", "many", "write a whole number"),
        ("count", 1.5, "write a whole number"),
        ("count", 0, "keep within that limit"),
        ("share", "0.5", "write it without quotes"),
        ("share", "half", "write a number"),
        ("open", "true", "write it without quotes"),
        ("open", "yes", "write true or false"),
        ("names", "a", "write a list"),
        ("parts", "a", "write a map"),
        ("mode", "fats", "did you mean fast?"),
        ("mode", "x", "write one of those"),
        ("mode", 1, "write one of those"),
        ("host", "A", "write it in that form"),
        ("port", [], "write a whole number or a text"),
        ("step", 3, ""),
    ],
)
def test_a_value_that_is_refused(field: str, value: object, expected: str) -> None:
    version = CrdVersion("v1", {"type": "object", "properties": FIELDS})
    assert expected in [problem.suggestion for problem in version.shape.problems({field: value})]


@pytest.mark.parametrize(("body", "expected"), [({}, "add them"), ({"a": 1}, "add it")])
def test_what_is_missing(body: dict[str, object], expected: str) -> None:
    schema = {"type": "object", "required": ["a", "b"], "properties": {"a": {}, "b": {}}}
    [problem] = CrdVersion("v1", schema).shape.problems(body)
    assert problem.suggestion == expected


def test_a_field_where_there_is_none() -> None:
    assert suggest("kind", [], ("spec",)) == "leave it out"
