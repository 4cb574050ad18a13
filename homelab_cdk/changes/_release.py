"""Changes of a HelmRelease that make helm-controller uninstall the old release first."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from ..model import Body, Map, ObjectKey, at, text
from ._tree import Placed

__all__ = ["ReleaseIdentity", "chart_of", "identity_changes", "identity_of", "version_of"]

_SOURCES = "source.toolkit.fluxcd.io"
_LONGEST, _HASH = 53, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseIdentity:
    """A release of Helm: its name, the namespace that it is installed into, and that of the records of it."""

    name: str
    target: str
    records: str


def identity_changes(
    before: Placed, after: Placed, was: Mapping[ObjectKey, Placed], now: Mapping[ObjectKey, Placed]
) -> list[str]:
    """What of a release's identity changes, each with the old and the new value.

    Source: `ReleaseTargetChanged` of helm-controller. A release that is suspended is left alone.
    """
    old, new = at(before.body, "spec"), at(after.body, "spec")
    if new.get("suspend") is True:
        return []
    first, then = (identity_of(before.key, spec) for spec in (old, new))
    found = [
        f"{word} {getattr(first, field)} → {getattr(then, field)}"
        for word, field in (("storageNamespace", "records"), ("targetNamespace", "target"), ("releaseName", "name"))
        if getattr(first, field) != getattr(then, field)
    ]
    charts = [chart_of(before, was), chart_of(after, now)]
    in_place = text(at(new, "upgrade").get("chartNameChangeStrategy")) == "InPlaceUpdate"
    if all(charts) and charts[0] != charts[1] and not in_place:
        found.append(f"chart {charts[0]} → {charts[1]}")
    return found


def chart_of(release: Placed, objects: Mapping[ObjectKey, Placed]) -> str:
    """The name of the chart that a HelmRelease installs; empty where its source is not in the tree."""
    template = _template(release, objects)
    written = template.get("chart") if template else at(_source(release, objects), "spec").get("url")
    # Of a chart in a folder of a repository the name stands in the folder, which is called like it as a rule.
    return text(written).rstrip("/").rpartition("/")[2]


def version_of(release: Placed, objects: Mapping[ObjectKey, Placed]) -> str:
    """The version of the chart that a HelmRelease installs."""
    template = _template(release, objects)
    return text(template.get("version") if template else at(_source(release, objects), "spec", "ref").get("tag"))


def _template(release: Placed, objects: Mapping[ObjectKey, Placed]) -> Map:
    """What names chart and version where the release names a HelmChart, or what Flux makes one of; empty for an OCI source."""
    spec = at(release.body, "spec")
    if "chart" in spec:
        return at(spec, "chart", "spec")
    source = _source(release, objects)
    return at(source, "spec") if source.get("kind") == "HelmChart" else {}


def _source(release: Placed, objects: Mapping[ObjectKey, Placed]) -> Body:
    reference = at(release.body, "spec", "chartRef")
    where = text(reference.get("namespace")) or release.key.namespace
    key = ObjectKey(_SOURCES, text(reference.get("kind")), where, text(reference.get("name")))
    found = objects.get(key)
    return found.body if found is not None else {}


def identity_of(key: ObjectKey, spec: Map) -> ReleaseIdentity:
    """What Helm knows a release by (source: `GetReleaseName` and its neighbours, and `ShortenName` of helm-controller)."""
    target = text(spec.get("targetNamespace"))
    name = text(spec.get("releaseName")) or (f"{target}-{key.name}" if target else key.name)
    if len(name) > _LONGEST:
        name = f"{name[: _LONGEST - _HASH - 1]}-{hashlib.sha256(name.encode()).hexdigest()[:_HASH]}"
    return ReleaseIdentity(
        name=name, target=target or key.namespace, records=text(spec.get("storageNamespace")) or key.namespace
    )
