"""`values.schema.json`: what it says about one value path, and whether the values as a whole fulfil it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..model import Release
from ..schemas import dotted, remedy, says, unexpected_keys
from ._chart import ChartTree, merged
from ._report import ProofFinding

__all__ = ["chart_schema_errors", "described", "schema_errors"]

_Schema = Mapping[str, Any]
_SAYING = ("type", "enum", "const", "pattern", "format", "properties", "items", "minimum", "maximum")


def described(schema: object, path: Sequence[str | int]) -> list[_Schema]:
    """The parts of a schema that say something about a path; empty where it says nothing."""
    if not isinstance(schema, Mapping):
        return []
    found: list[_Schema] = list(_branches(schema, schema, 0))
    for part in path:
        found = [branch for one in found for below in _below(one, part) for branch in _branches(below, schema, 0)]
    return [one for one in found if any(key in one for key in _SAYING)]


def _branches(schema: object, root: _Schema, depth: int) -> Iterator[_Schema]:
    """A schema with what it refers to in its own file and what may hold beside it."""
    if not isinstance(schema, Mapping) or depth > 20:
        return
    yield schema
    reference = schema.get("$ref")
    if isinstance(reference, str) and reference.startswith("#"):
        yield from _branches(_resolve(reference, root), root, depth + 1)
    for key in ("allOf", "anyOf", "oneOf"):
        for inner in schema.get(key) or ():
            yield from _branches(inner, root, depth + 1)
    for key in ("if", "then", "else"):
        if key in schema and key != "if":
            yield from _branches(schema[key], root, depth + 1)


def _resolve(reference: str, root: _Schema) -> object:
    node: object = root
    for part in reference.lstrip("#").strip("/").split("/"):
        name = part.replace("~1", "/").replace("~0", "~")
        if not name:
            continue
        if isinstance(node, Mapping) and name in node:
            node = node[name]
        else:
            return None
    return node


def _below(schema: _Schema, part: str | int) -> Iterator[object]:
    if isinstance(part, int):
        items = schema.get("items")
        if isinstance(items, list):
            yield items[part] if part < len(items) else schema.get("additionalItems")
        else:
            yield items
        prefix = schema.get("prefixItems")
        if isinstance(prefix, list) and part < len(prefix):
            yield prefix[part]
        return
    properties = schema.get("properties")
    if isinstance(properties, Mapping) and part in properties:
        yield properties[part]
        return
    import re

    for pattern, inner in (schema.get("patternProperties") or {}).items():
        if re.search(pattern, part):
            yield inner
    yield schema.get("additionalProperties")


def chart_schema_errors(tree: ChartTree, release: Release) -> list[ProofFinding]:
    """Where the values of a release, on top of the defaults, break the schemas of the chart and its subcharts."""

    def check(part: ChartTree, values: Mapping[str, object], prefix: str) -> list[ProofFinding]:
        found = schema_errors(part.schema, values, construct=release.construct, prefix=prefix)
        for dependency, below in part.active(values):
            if dependency.tree is not None:
                found += check(dependency.tree, below, f"{prefix}{dependency.key}.")
        return found

    return check(tree, merged(tree.defaults(), release.values), "values.")


def schema_errors(schema: object, values: Mapping[str, object], *, construct: str, prefix: str) -> list[ProofFinding]:
    """Where values do not fulfil a schema, with the path and, for unknown keys, the nearest known one.

    References to other files are not followed: nothing is fetched, and what they would say is not checked.
    """
    import jsonschema
    from jsonschema.validators import validator_for
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT202012

    if not isinstance(schema, (Mapping, bool)):
        return []
    instance: Any = values
    kind = validator_for(schema, default=jsonschema.Draft7Validator)
    open_registry: Registry[Any] = Registry(
        retrieve=lambda uri: Resource.from_contents({}, default_specification=DRAFT202012)  # type: ignore[call-arg]  # attrs alias
    )
    findings: list[ProofFinding] = []
    for error in _flat(kind(schema, registry=open_registry).iter_errors(instance)):
        path = tuple(error.absolute_path)
        unknown = unexpected_keys(error)
        for key, suggestion in unknown:
            findings.append(
                ProofFinding(
                    construct=construct,
                    path=prefix + dotted((*path, key)),
                    message="the chart's schema knows no such value",
                    suggestion=suggestion,
                )
            )
        if not unknown:
            findings.append(
                ProofFinding(
                    construct=construct,
                    path=prefix + dotted(path),
                    message=says(error),
                    suggestion=remedy(error),
                )
            )
    return sorted(set(findings))


def _flat(errors: Iterator[Any]) -> Iterator[Any]:
    """Of a failed `anyOf`, the one branch that comes closest."""
    for error in errors:
        if error.context and error.validator in ("anyOf", "oneOf"):
            deep = [item for item in error.context if len(item.absolute_path) > len(error.absolute_path)]
            if deep:
                yield max(deep, key=lambda item: len(item.absolute_path))
                continue
        yield error
