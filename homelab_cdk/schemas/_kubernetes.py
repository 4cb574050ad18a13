"""Kubernetes' own kinds: the strict schemas of `kubernetes-validate`, of which only the data is used."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..model import GroupKind, group_of
from ._bounds import bounded
from ._shape import Shape

__all__ = ["CoreSchemas", "closure", "core_schemas", "kubernetes_definitions"]

Minor = tuple[int, int]

_REFINED: Mapping[str, Any] = {
    "io.k8s.apimachinery.pkg.api.resource.Quantity": {
        "type": ["string", "number", "null"],
        "x-hint": "write a number with an optional unit, such as 500m, 2 or 1.5Gi",
        "pattern": r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,2}|[numkMGTPE]|[KMGTPE]i)?$",
    },
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString": {"type": ["string", "integer", "null"]},
}
"""What Kubernetes' OpenAPI leaves to prose: the form of quantities (source: `apimachinery/pkg/api/resource`); and null,
which each of two forms takes, so that `oneOf` would refuse it."""


class CoreSchemas:
    """The kinds that Kubernetes itself serves at one minor version.

    `version` is the one whose schemas these are, such as `1.36`; where there are none for the one that was `asked` for,
    they are those of the nearest.
    """

    def __init__(self, asked: str, definitions: Mapping[str, Any]) -> None:
        self.asked = _dotted(_minor(asked))
        self.version = _dotted(_minor(str(definitions["$id"])))
        self._definitions = definitions
        self._names: dict[tuple[str, str], str] = {}
        for name, schema in definitions["$defs"].items():
            for item in schema.get("x-kubernetes-group-version-kind", ()):
                version = f"{item['group']}/{item['version']}".lstrip("/")
                # Options of deletion and events of a watch are of every version and belong to no group of their own.
                self._names.setdefault((version, item["kind"]), name)
        self._shapes: dict[tuple[str, str], Shape | None] = {}
        self._registry: Any = None

    def shape(self, api_version: str, kind: str) -> Shape | None:
        """What objects of a kind have to look like; nothing where Kubernetes does not serve it."""
        key = (api_version, kind)
        if key not in self._shapes:
            name = self._names.get(key)
            self._shapes[key] = Shape(lambda: self._compiled(str(name)), lambda: self._own(str(name))) if name else None
        return self._shapes[key]

    def served(self, kind: GroupKind) -> list[str]:
        """The versions in which a kind is served, as `apiVersion` writes them: stable ones first."""
        found = [version for version, name in self._names if name == kind.kind and group_of(version) == kind.group]
        return sorted(found, key=lambda version: ("alpha" in version, "beta" in version, version))

    def kinds(self) -> Iterator[GroupKind]:
        """Every kind that is served."""
        for version, kind in self._names:
            yield GroupKind(group_of(version), kind)

    def _compiled(self, name: str) -> Any:
        import jsonschema_rs

        identity = self._definitions["$id"]
        if self._registry is None:
            self._registry = jsonschema_rs.Registry(
                [(identity, dict(self._definitions))], draft=jsonschema_rs.Draft202012
            )
        return jsonschema_rs.Draft202012Validator({"$ref": f"{identity}#/$defs/{name}"}, registry=self._registry)

    def _own(self, name: str) -> Mapping[str, Any]:
        return closure(name, self._definitions)


@cache
def core_schemas(kubernetes: str) -> CoreSchemas | None:
    """The kinds of a version of Kubernetes, `1.36` or `1.36.1`; nothing where `kubernetes-validate` is not installed."""
    definitions = kubernetes_definitions(kubernetes)
    if definitions is None:
        return None
    return CoreSchemas(kubernetes, {**definitions, "$defs": bounded(definitions["$defs"])})


@cache
def kubernetes_definitions(kubernetes: str) -> Mapping[str, Any] | None:
    """Kubernetes' strict schemas of the newest version that is not newer than the one asked for, else of the oldest."""
    found = find_spec("kubernetes_validate")
    if found is None or found.origin is None:
        return None
    folder = Path(found.origin).parent / "kubernetes-json-schema"
    versions = {_minor(item.name): item for item in folder.glob("v*-local-strict")}
    if not versions:
        return None
    usable = [version for version in versions if version <= _minor(kubernetes)]
    chosen = versions[max(usable) if usable else min(versions)]
    definitions: dict[str, Any] = json.loads((chosen / "_definitions.json").read_bytes())
    # All versions give themselves one name; with a name of its own each can be told from the others.
    return {**definitions, "$id": f"urn:kubernetes:{chosen.name}", "$defs": {**definitions["$defs"], **_REFINED}}


def closure(name: str, definitions: Mapping[str, Any]) -> Mapping[str, Any]:
    """One definition together with everything that it refers to, and nothing else."""
    everything = definitions["$defs"]
    needed: dict[str, Any] = {}
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current not in needed and current in everything:
            needed[current] = everything[current]
            waiting += _references(everything[current])
    return {"$ref": f"#/$defs/{name}", "$defs": needed}


def _references(node: object) -> list[str]:
    if isinstance(node, Mapping):
        own = node.get("$ref")
        below = [name for item in node.values() for name in _references(item)]
        return ([own.rpartition("/")[2]] if isinstance(own, str) else []) + below
    if isinstance(node, list):
        return [name for item in node for name in _references(item)]
    return []


def _minor(version: str) -> Minor:
    """`v1.36.0-local-strict`, `1.36.1` and `1.36` are all (1, 36)."""
    major, minor = version.rpartition(":")[2].removeprefix("v").partition("-")[0].split(".")[:2]
    return int(major), int(minor)


def _dotted(version: Minor) -> str:
    return f"{version[0]}.{version[1]}"
