"""Validating custom resources against the CRDs of the lab: fields, types, versions, scope and CEL rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..model import BUILT_IN_GROUPS, Body, GroupKind, ObjectKey, group_of
from ._cel import CelRules
from ._crd import CrdIndex, CrdVersion, defaulted
from ._report import ProofFinding, dotted
from ._schema import nearest, says, unexpected_keys

__all__ = ["ResourceJudge", "is_custom"]

_FLUX = re.compile(r"(?:.+\.)?(?:toolkit\.fluxcd\.io|fluxcd\.controlplane\.io)\Z")
"""The groups of Flux itself, whose CRDs come with Flux and not with a chart of the lab."""

_K3S = frozenset({"helm.cattle.io", "k3s.cattle.io"})

_NAME = re.compile(r"[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?\Z")


def is_custom(body: Mapping[str, object]) -> bool:
    """Whether an object needs a CRD of the lab: neither Kubernetes' own nor Flux' nor k3s'."""
    group = group_of(str(body.get("apiVersion", "")))
    return group not in BUILT_IN_GROUPS and group not in _K3S and not _FLUX.match(group)


class ResourceJudge:
    """Judges custom resources by all CRDs of a lab."""

    def __init__(self, crds: CrdIndex) -> None:
        self._crds = crds

    def judge(self, construct: str, body: Body, rules: CelRules) -> Iterator[tuple[ProofFinding, bool]]:
        """What is wrong with an object; the flag says whether it is certain.

        Raises:
            LockError: there are CEL rules to apply and the extra `lock` is not installed.
        """
        key = ObjectKey.of(body)
        label = f"{key.kind} {key.name}" if key.name else key.kind
        for path, message, suggestion, certain in self._problems(body, key, rules):
            where = f"{label}: {path}" if path else label
            yield ProofFinding(construct=construct, path=where, message=message, suggestion=suggestion), certain

    def _problems(self, body: Body, key: ObjectKey, rules: CelRules) -> Iterator[tuple[str, str, str, bool]]:
        kind = key.group_kind
        if kind not in self._crds:
            yield "", f"no chart of the lab brings a CRD for {kind}", self._similar(kind), True
            return
        api_version = str(body.get("apiVersion", ""))
        served = self._crds.versions(kind)
        version = served.get(api_version.partition("/")[2])
        if version is None:
            names = ", ".join(f"{kind.group}/{name}" for name in served)
            yield "apiVersion", f"{api_version} is not served", f"served: {names}", True
            return
        yield from self._metadata(body, key)
        yield from self._fields(body, version)
        complete = defaulted(version.schema, body)
        for verdict in rules.judge(version.schema, complete):
            yield verdict.path, verdict.message, "", verdict.certain

    def _metadata(self, body: Body, key: ObjectKey) -> Iterator[tuple[str, str, str, bool]]:
        metadata = body.get("metadata")
        named = isinstance(metadata, Mapping) and (metadata.get("name") or metadata.get("generateName"))
        if not named:
            yield "metadata.name", "is missing", "", True
        elif key.name and (len(key.name) > 253 or not _NAME.match(key.name)):
            yield "metadata.name", f"{key.name!r} is not a DNS name in lower case", "", True
        namespaced = self._crds.namespaced(key.group_kind)
        if namespaced and not key.namespace:
            yield "metadata.namespace", f"is missing, and a {key.kind} lives in a namespace", "", True
        if not namespaced and key.namespace:
            yield (
                "metadata.namespace",
                f"is set, and a {key.kind} lives in no namespace",
                "leave it out",
                True,
            )

    def _fields(self, body: Body, version: CrdVersion) -> Iterator[tuple[str, str, str, bool]]:
        pruned = _without_nulls(body, version.schema)
        for error in version.validator.iter_errors(pruned):
            path = tuple(error.absolute_path)
            unknown = unexpected_keys(error)
            for name, suggestion in unknown:
                yield dotted((*path, name)), "there is no such field", suggestion, True
            if not unknown:
                yield dotted(path), says(error), "", True

    def _similar(self, kind: GroupKind) -> str:
        same = [str(item) for item in self._crds.kinds() if item.kind == kind.kind]
        if same:
            return f"did you mean {same[0]}?"
        near = nearest(kind.kind, [item.kind for item in self._crds.kinds() if item.group == kind.group])
        return f"did you mean {near}?" if near is not None else "add the component that brings it"


def _without_nulls(value: object, schema: Mapping[str, object]) -> object:
    """A value without the nulls that the API server takes out by itself; no defaults are put in."""
    if isinstance(value, Mapping):
        properties = schema.get("properties")
        rest = schema.get("additionalProperties")
        result: dict[str, object] = {}
        for key, item in value.items():
            inner = properties.get(key) if isinstance(properties, Mapping) else None
            inner = inner if isinstance(inner, Mapping) else (rest if isinstance(rest, Mapping) else None)
            if item is None and inner is not None and not inner.get("nullable"):
                continue
            result[str(key)] = _without_nulls(item, inner or {})
        return result
    if isinstance(value, (list, tuple)):
        items = schema.get("items")
        return [_without_nulls(item, items if isinstance(items, Mapping) else {}) for item in value]
    return value
