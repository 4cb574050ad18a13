"""CustomResourceDefinitions: their structural schemas as strict JSON Schemas, and their defaults."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..model import Body, GroupKind

__all__ = ["CrdIndex", "CrdVersion", "defaulted", "strict"]

_Schema = Mapping[str, Any]

_DROPPED = frozenset({"description", "default", "example", "externalDocs", "nullable", "title", "format"})

_METADATA: _Schema = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "generateName": {"type": "string"},
        "namespace": {"type": "string"},
        "labels": {"type": "object", "additionalProperties": {"type": "string"}},
        "annotations": {"type": "object", "additionalProperties": {"type": "string"}},
        "finalizers": {"type": "array", "items": {"type": "string"}},
        "ownerReferences": {"type": "array"},
        "creationTimestamp": {"type": ["string", "null"]},
    },
    "additionalProperties": False,
}


class CrdVersion:
    """One version of a custom resource, as a CRD describes it."""

    def __init__(self, version: str, schema: _Schema) -> None:
        self.version = version
        self.schema = schema

    @cached_property
    def validator(self) -> Any:
        """A validator that refuses unknown fields as a strict API server does."""
        import jsonschema

        root = strict(self.schema, top=True)
        properties = dict(root.get("properties") or {})
        properties |= {"apiVersion": {"type": "string"}, "kind": {"type": "string"}, "metadata": _METADATA}
        root["properties"] = properties
        root["type"] = "object"
        if not root.get("additionalProperties") and not self.schema.get("x-kubernetes-preserve-unknown-fields"):
            root["additionalProperties"] = False
        return jsonschema.Draft202012Validator(root)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Crd:
    group: str
    kind: str
    namespaced: bool
    served: Mapping[str, CrdVersion]
    construct: str


class CrdIndex:
    """All custom resources that a lab knows, by group and kind, and whose chart brings each."""

    def __init__(self) -> None:
        self._crds: dict[GroupKind, _Crd] = {}

    def add(self, construct: str, crds: Iterable[Body]) -> None:
        """Take the CRDs of one chart in; one that is known already stays with its first owner."""
        for body in crds:
            spec = body.get("spec") or {}
            group, kind = str(spec.get("group", "")), str((spec.get("names") or {}).get("kind", ""))
            served = {
                str(item.get("name")): CrdVersion(
                    str(item.get("name")),
                    ((item.get("schema") or {}).get("openAPIV3Schema")) or {"type": "object"},
                )
                for item in spec.get("versions") or ()
                if item.get("served", True)
            }
            self._crds.setdefault(
                GroupKind(group, kind),
                _Crd(
                    group=group,
                    kind=kind,
                    namespaced=spec.get("scope") != "Cluster",
                    served=served,
                    construct=construct,
                ),
            )

    def __contains__(self, kind: GroupKind) -> bool:
        return kind in self._crds

    def owner(self, kind: GroupKind) -> str:
        """The construct whose chart brings a kind."""
        return self._crds[kind].construct

    def namespaced(self, kind: GroupKind) -> bool:
        """Whether objects of a kind live in a namespace."""
        return self._crds[kind].namespaced

    def versions(self, kind: GroupKind) -> Mapping[str, CrdVersion]:
        """The served versions of a kind, in the order of its CRD."""
        return self._crds[kind].served

    def kinds(self) -> list[GroupKind]:
        """All kinds, sorted."""
        return sorted(self._crds)

    def api_versions(self) -> list[str]:
        """What `.Capabilities.APIVersions.Has` knows: group/version, and group/version/Kind."""
        result: set[str] = set()
        for crd in self._crds.values():
            for version in crd.served:
                result |= {f"{crd.group}/{version}", f"{crd.group}/{version}/{crd.kind}"}
        return sorted(result)


def strict(schema: _Schema, *, top: bool = False, closed: bool = True) -> dict[str, Any]:
    """A structural schema as JSON Schema that refuses unknown fields.

    Branches of `allOf`, `anyOf`, `oneOf` and `not` add conditions to fields and never close an object.
    """
    result: dict[str, Any] = {}
    for key, value in schema.items():
        if key in _DROPPED or key.startswith("x-kubernetes-"):
            continue
        if key == "properties":
            result[key] = {name: strict(inner, closed=closed) for name, inner in value.items()}
        elif key in ("items", "additionalProperties") and isinstance(value, Mapping):
            result[key] = strict(value, closed=closed)
        elif key == "not":
            result[key] = strict(value, closed=False)
        elif key in ("allOf", "anyOf", "oneOf"):
            result[key] = [strict(inner, closed=False) for inner in value]
        elif key == "pattern":
            if _compiles(str(value)):
                result[key] = value
        elif key in ("exclusiveMinimum", "exclusiveMaximum"):
            continue
        else:
            result[key] = value
    _bounds(schema, result)
    if schema.get("x-kubernetes-int-or-string"):
        result.pop("type", None)
        result["type"] = ["integer", "string"]
    if schema.get("nullable") and "type" in result:
        kinds = result["type"]
        result["type"] = [*(kinds if isinstance(kinds, list) else [kinds]), "null"]
        if "enum" in result:
            result["enum"] = [*result["enum"], None]
    open_object = schema.get("x-kubernetes-preserve-unknown-fields") or schema.get("x-kubernetes-embedded-resource")
    if closed and "properties" in schema and "additionalProperties" not in schema and not open_object and not top:
        result["additionalProperties"] = False
    return result


def _bounds(schema: _Schema, result: dict[str, Any]) -> None:
    """OpenAPI 3.0 writes exclusive bounds as booleans beside the bound."""
    for plain, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if schema.get(exclusive) is True and plain in result:
            result[exclusive] = result.pop(plain)


def _compiles(pattern: str) -> bool:
    """Whether Python reads a pattern as Go does; Unicode and POSIX classes it does not."""
    if "[[:" in pattern or "\\z" in pattern:
        return False
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def defaulted(schema: _Schema, value: object) -> Any:
    """A copy of a value as the API server sees it: nulls that may not be there taken out, defaults put in."""
    if isinstance(value, Mapping):
        properties: Mapping[str, _Schema] = schema.get("properties") or {}
        rest = schema.get("additionalProperties")
        result: dict[str, Any] = {}
        for key, item in value.items():
            inner = properties.get(key, rest if isinstance(rest, Mapping) else None)
            if item is None and inner is not None and not inner.get("nullable"):
                continue
            result[key] = defaulted(inner, item) if inner is not None else item
        for key, inner in properties.items():
            if key not in result and "default" in inner:
                result[key] = defaulted(inner, copy.deepcopy(inner["default"]))
        return result
    if isinstance(value, (list, tuple)):
        items = schema.get("items")
        return [defaulted(items, item) if isinstance(items, Mapping) else item for item in value]
    return value
