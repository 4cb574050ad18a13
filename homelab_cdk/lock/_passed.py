"""Values that a chart passes on into a custom resource: there the CRD says what they may be."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..model import Body, GroupKind, PathCounts
from ..schemas import CrdIndex

__all__ = ["described_by_crd", "passed_on"]

_STEPS = re.compile(r"\[\d+\]|\"[^\"]*\"|[^.\[]+")

_ABSENT = object()


def passed_on(where: str, paths: Sequence[str]) -> str:
    """The value path that a chart passes on to this place of an object: it goes on alike below the first step."""
    steps = _STEPS.findall(where.partition(": ")[2])[1:]
    for path in paths if steps else ():
        own = _STEPS.findall(path)
        if any(own[start : start + len(steps)] == steps for start in range(len(own) - len(steps) + 1)):
            return path
    return ""


def described_by_crd(paths: PathCounts, values: Mapping[str, object], body: Body, crds: CrdIndex) -> PathCounts:
    """The counts with those open paths as typed whose values stand below `spec` of an object, as its CRD describes them."""
    version = crds.versions(GroupKind.of(body)).get(str(body.get("apiVersion", "")).partition("/")[2])
    if version is None or not paths.open:
        return paths
    spec, schema = body.get("spec"), version.schema.get("properties")
    below = schema.get("spec") if isinstance(schema, Mapping) else None
    found = {path for path in paths.open if _arrives(path, values, spec, below)}
    rest = tuple(path for path in paths.open if path not in found)
    return replace(paths, typed=paths.typed + len(found), open=rest)


def _arrives(path: str, values: object, spec: object, schema: object) -> bool:
    steps = _STEPS.findall(path)
    value = _follow(values, steps)
    return value is not _ABSENT and _follow(spec, steps[1:]) == value and _describes(schema, steps[1:])


def _follow(node: object, steps: Sequence[str]) -> object:
    for step in steps:
        if step.startswith("[") and isinstance(node, (list, tuple)):
            number = int(step[1:-1])
            node = node[number] if number < len(node) else _ABSENT
        elif isinstance(node, Mapping):
            node = node.get(step.strip('"'), _ABSENT)
        else:
            return _ABSENT
    return node


def _describes(schema: object, steps: Sequence[str]) -> bool:
    for step in steps:
        if not isinstance(schema, Mapping):
            return False
        properties = schema.get("properties")
        if step.startswith("["):
            schema = schema.get("items")
        elif isinstance(properties, Mapping) and step.strip('"') in properties:
            schema = properties[step.strip('"')]
        else:
            schema = schema.get("additionalProperties")
    return isinstance(schema, Mapping) and any(key in schema for key in ("type", "enum", "x-kubernetes-int-or-string"))
