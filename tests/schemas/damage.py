"""Every way in which a structural schema lets an object be wrong, one at a time."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Path = tuple[str | int, ...]
Schema = Mapping[str, Any]

GONE = object()
"""In place of a value: the field is taken out."""


@dataclass(frozen=True, slots=True)
class Damage:
    """What is done to an object, and where."""

    how: str
    path: Path
    value: Any

    def done_to(self, body: Mapping[str, Any]) -> dict[str, Any]:
        damaged: Any = copy.deepcopy(dict(body))
        holder = damaged
        for part in self.path[:-1]:
            holder = holder[part]
        if self.value is GONE:
            del holder[self.path[-1]]
        else:
            holder[self.path[-1]] = self.value
        return dict(damaged)


WRONG = {
    "string": {
        "a number for text": 1,
        "a truth value for text": True,
        "a map for text": {"a": "b"},
        "a list for text": ["a"],
    },
    "integer": {"text for a whole number": "1", "a broken number for a whole one": 1.5, "a map for a whole number": {}},
    "number": {"text for a number": "1.5", "a list for a number": [1]},
    "boolean": {"text for a truth value": "true", "a number for a truth value": 1},
    "array": {"a map for a list": {"a": "b"}, "text for a list": "a"},
    "object": {"a list for a map": [], "text for a map": "a", "a number for a map": 1},
}


def damages(schema: Schema, value: Any, path: Path = ()) -> Iterator[Damage]:
    """All of them for an object that is right."""
    if schema.get("x-kubernetes-int-or-string"):
        yield Damage("a truth value for a number or text", path, True)
        yield Damage("a list for a number or text", path, ["1"])
        return
    if path:
        for how, wrong in WRONG.get(str(schema.get("type")), {}).items():
            yield Damage(how, path, wrong)
        yield from _limits(schema, value, path)
    if isinstance(value, dict):
        yield from _of_map(schema, value, path)
    elif isinstance(value, list):
        yield from _of_list(schema, value, path)


def _of_map(schema: Schema, value: dict[str, Any], path: Path) -> Iterator[Damage]:
    properties, rest = schema.get("properties") or {}, schema.get("additionalProperties")
    embedded = schema.get("x-kubernetes-embedded-resource")
    closed = (properties or embedded) and rest is None and not schema.get("x-kubernetes-preserve-unknown-fields")
    if closed and path:
        yield Damage("a field that there is not", (*path, "unheardOf"), 1)
        for key in value:
            for how, other in (("a letter too many", f"{key}x"), ("a letter of the wrong size", key.swapcase())):
                if other not in properties:
                    renamed = {other if name == key else name: item for name, item in value.items()}
                    yield Damage(f"{how} in the name of a field", path, renamed)
    for key in schema.get("required") or ():
        inner = properties.get(key) or {}
        if key in value and "default" not in inner:
            yield Damage("what is required is missing", (*path, key), GONE)
            if not inner.get("nullable"):
                yield Damage("nothing for what is required", (*path, key), None)
    for key, item in value.items():
        below = properties.get(key, rest if isinstance(rest, Mapping) else None)
        if below is not None and (path or key not in ("apiVersion", "kind", "metadata")):
            yield from damages(below, item, (*path, key))


def _of_list(schema: Schema, value: list[Any], path: Path) -> Iterator[Damage]:
    kind = schema.get("x-kubernetes-list-type")
    if value and kind in ("set", "map"):
        yield Damage(f"an item of a {kind} for the second time", path, [*value, copy.deepcopy(value[0])])
    items = schema.get("items")
    for number, item in enumerate(value) if isinstance(items, Mapping) else ():
        yield from damages(items, item, (*path, number))


def _limits(schema: Schema, value: Any, path: Path) -> Iterator[Damage]:
    if "enum" in schema:
        yield Damage("a value that is not allowed", path, "unheard-of" if isinstance(value, str) else -987654)
    if "pattern" in schema and isinstance(value, str):
        for text in ("", " ", "$$$ not at all", "\u00e4\u00f6"):
            if not re.search(schema["pattern"], text) and len(text) >= schema.get("minLength", 0):
                yield Damage("text of another form", path, text)
                break
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if "minimum" in schema:
            yield Damage("a number that is too small", path, schema["minimum"] - 1)
        if "maximum" in schema:
            yield Damage("a number that is too large", path, schema["maximum"] + 1)
    if isinstance(value, str) and schema.get("minLength"):
        yield Damage("text that is too short", path, "")
    if isinstance(value, str) and schema.get("maxLength", 10**6) < 10**5:
        yield Damage("text that is too long", path, value[:1] * (schema["maxLength"] + 1))
    if isinstance(value, list) and schema.get("minItems"):
        yield Damage("a list that is too short", path, [])
    if isinstance(value, list) and value and schema.get("maxItems", 10**6) < 1000:
        yield Damage("a list that is too long", path, [value[0]] * (schema["maxItems"] + 1))


def of_identity(body: Mapping[str, Any], *, namespaced: bool) -> Iterator[Damage]:
    """What is wrong with its version, its name and where it lives."""
    group = str(body["apiVersion"]).partition("/")[0]
    yield Damage("a version that is not served", ("apiVersion",), f"{group}/v0")
    yield Damage("no name", ("metadata", "name"), GONE)
    yield Damage("a name in capitals", ("metadata", "name"), "Upper_Case")
    yield Damage("a number as label", ("metadata", "labels"), {"app": 1})
    yield Damage("a list as annotations", ("metadata", "annotations"), [])
    yield Damage("a field that there is not in metadata", ("metadata", "label"), {"app": "a"})
    yield Damage("a field that there is not beside spec", ("spce",), {})
    if namespaced:
        yield Damage("no namespace", ("metadata", "namespace"), GONE)
    else:
        yield Damage("a namespace for what has none", ("metadata", "namespace"), "default")
