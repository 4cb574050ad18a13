"""CustomResourceDefinitions: their structural schemas as strict JSON Schemas, and their defaults."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..model import Body, GroupKind, mapping
from ._outline import Outline, outline_of
from ._shape import Shape, compiled, readable_patterns
from ._sound import sound
from ._trail import Trail, trail_of

__all__ = ["Crd", "CrdIndex", "CrdVersion", "defaulted", "strict"]

_Schema = Mapping[str, Any]

_DROPPED = frozenset({"description", "default", "example", "externalDocs", "nullable", "title", "format"})

_NAMES = ("name", "generateName")
"""The fields of metadata that a CRD may restrict (source: the documentation of CustomResourceDefinitions)."""

_EMBEDDED = {"apiVersion": {"type": "string"}, "kind": {"type": "string"}, "metadata": {"type": "object"}}

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
    """One version of a custom resource, as a CRD describes it.

    `closed` is the strict schema where it is known already, as the cache keeps it; `warning` is what the API server says of
    a version that is deprecated.
    """

    def __init__(self, version: str, schema: _Schema, *, closed: _Schema | None = None, warning: str = "") -> None:
        self.version = version
        self.warning = warning
        self._written = schema
        self.left_out: list[str] = []
        """Patterns that cannot be read here, and are not checked."""
        if closed is not None:
            self.closed = closed

    @cached_property
    def schema(self) -> _Schema:
        """The structural schema."""
        return sound(self._written)

    @cached_property
    def closed(self) -> _Schema:
        """A JSON Schema that refuses unknown fields as a strict API server does."""
        root = strict(self.schema, top=True)
        properties = dict(root.get("properties") or {})
        metadata = properties.get("metadata") or {}
        own = {key: inner for key, inner in (metadata.get("properties") or {}).items() if key in _NAMES}
        fields = {**_METADATA["properties"], **{key: {**inner, "type": "string"} for key, inner in own.items()}}
        properties |= {"apiVersion": {"type": "string"}, "kind": {"type": "string"}}
        properties["metadata"] = {**_METADATA, "properties": fields}
        root["properties"] = properties
        root["type"] = "object"
        if not root.get("additionalProperties") and not self.schema.get("x-kubernetes-preserve-unknown-fields"):
            root["additionalProperties"] = False
        return root

    @cached_property
    def shape(self) -> Shape:
        """The strict schema, compiled when it is first used."""
        return Shape(self._compiled, lambda: self.closed)

    @cached_property
    def trail(self) -> Trail | None:
        """What leads to CEL rules and to lists that are maps."""
        return trail_of(self.schema)

    @cached_property
    def outline(self) -> Outline:
        """What of an object counts for the rules."""
        return outline_of(self.trail) if self.trail is not None else Outline()

    @property
    def has_rules(self) -> bool:
        """Whether there are CEL rules."""
        return self.trail is not None and self.trail.has_rules

    def _compiled(self) -> Any:
        try:
            return compiled(self.closed)
        except ValueError:
            return compiled(readable_patterns(self.closed, self.left_out))


@dataclass(frozen=True, slots=True, kw_only=True)
class Crd:
    """A custom resource: its kind, whether its objects live in a namespace, and the versions that are served.

    `construct` is the path of the construct whose chart brings it, or whatever else its schemas come from.
    """

    group: str
    kind: str
    namespaced: bool
    served: Mapping[str, CrdVersion]
    construct: str = ""

    @property
    def group_kind(self) -> GroupKind:
        """The kind that it defines."""
        return GroupKind(self.group, self.kind)

    @classmethod
    def of(cls, body: Body, construct: str = "") -> Crd:
        """Read a CustomResourceDefinition."""
        spec = mapping(body.get("spec"))
        versions = spec.get("versions")
        served = {
            str(item.get("name")): CrdVersion(
                str(item.get("name")),
                mapping(mapping(item.get("schema")).get("openAPIV3Schema")) or {"type": "object"},
                warning=str(item.get("deprecationWarning") or "it is deprecated") if item.get("deprecated") else "",
            )
            for item in (versions if isinstance(versions, list) else ())
            if isinstance(item, Mapping) and item.get("served", True)
        }
        return cls(
            group=str(spec.get("group", "")),
            kind=str(mapping(spec.get("names")).get("kind", "")),
            namespaced=spec.get("scope") != "Cluster",
            served=served,
            construct=construct,
        )


class CrdIndex:
    """All custom resources that are known, by group and kind."""

    def __init__(self) -> None:
        self._crds: dict[GroupKind, Crd] = {}

    def add(self, construct: str, crds: Iterable[Body]) -> None:
        """Take the CRDs of one chart in; one that is known already stays with its first owner."""
        for body in crds:
            crd = Crd.of(body, construct)
            self._crds.setdefault(crd.group_kind, crd)

    def __contains__(self, kind: GroupKind) -> bool:
        return kind in self._crds

    def get(self, kind: GroupKind) -> Crd | None:
        """The CRD of a kind, where it is known."""
        return self._crds.get(kind)

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
    if schema.get("x-kubernetes-list-type") == "set":
        result["uniqueItems"] = True
    embedded = schema.get("x-kubernetes-embedded-resource")
    if embedded and closed:
        result["properties"] = {**_EMBEDDED, **result.get("properties", {})}
    described = "properties" in schema or embedded
    open_object = "additionalProperties" in schema or schema.get("x-kubernetes-preserve-unknown-fields")
    if closed and described and not open_object and not top:
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
