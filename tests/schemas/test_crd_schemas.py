from __future__ import annotations

from typing import Any

from hypothesis import given, strategies as st

from homelab_cdk.model import walk
from homelab_cdk.schemas import CrdVersion, defaulted

NAMES = st.text("abcdef", min_size=1, max_size=3)
VALUES = st.recursive(
    st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NAMES, inner, min_size=1, max_size=3),
    max_leaves=8,
)
SPECS = st.dictionaries(NAMES, VALUES, min_size=1, max_size=3)


def _schema_of(value: object) -> dict[str, Any]:
    """A structural schema that describes exactly the fields of a value; items of lists are free."""
    if isinstance(value, dict):
        return {"type": "object", "properties": {key: _schema_of(item) for key, item in value.items()}}
    if isinstance(value, list):
        return {"type": "array", "items": {"x-kubernetes-preserve-unknown-fields": True}}
    kind = "boolean" if isinstance(value, bool) else "integer" if isinstance(value, int) else "string"
    return {"type": kind, "description": "x", "format": "int64" if kind == "integer" else ""}


def _version(spec: dict[str, Any]) -> CrdVersion:
    return CrdVersion("v1", {"type": "object", "properties": {"spec": _schema_of(spec)}})


def _errors(version: CrdVersion, spec: object) -> int:
    body = {"apiVersion": "a.b/v1", "kind": "A", "metadata": {"name": "a"}, "spec": spec}
    return sum(1 for _ in version.shape.problems(body))


@given(SPECS)
def test_an_object_fulfils_the_schema_that_describes_it(spec: dict[str, Any]) -> None:
    assert _errors(_version(spec), spec) == 0


@given(SPECS, st.data())
def test_one_more_field_anywhere_is_refused(spec: dict[str, Any], data: st.DataObject) -> None:
    version = _version(spec)
    inside = [path for path, _ in walk(spec) if all(isinstance(part, str) for part in path)]
    parents = {path[:end] for path in inside for end in range(len(path))} or {()}
    place: Any = spec
    for part in data.draw(st.sampled_from(sorted(parents))):
        place = place[part]
    place["unheardOf"] = 1
    assert _errors(version, spec) == 1


@given(SPECS)
def test_defaults_fill_an_empty_object_and_then_change_nothing(spec: dict[str, Any]) -> None:
    properties = {key: {**_schema_of(value), "default": value} for key, value in spec.items()}
    schema = {"type": "object", "properties": properties}
    assert defaulted(schema, {}) == spec
    assert defaulted(schema, spec) == spec
    assert defaulted(schema, dict.fromkeys(spec)) == spec, "a null gives way to the default"
