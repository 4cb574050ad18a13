"""The fields of Flux' objects that this library writes, and that its tests hold against Flux' CRDs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..model import Body, GroupKind

__all__ = ["FIELDS", "strange_fields"]

_SOURCES = "source.toolkit.fluxcd.io"

_PATCH = ("patch", "target.group", "target.kind", "target.name", "target.namespace", "target.version")
_SELECTORS = ("target.annotationSelector", "target.labelSelector")


def _below(path: str, *fields: str) -> tuple[str, ...]:
    return tuple(f"{path}.{field}" for field in fields)


FIELDS: Mapping[GroupKind, frozenset[str]] = {
    GroupKind("fluxcd.controlplane.io", "FluxInstance"): frozenset(
        (
            *_below("cluster", "networkPolicy", "size", "type"),
            "components",
            *_below("distribution", "registry", "version"),
            *_below("sync", "interval", "kind", "path", "pullSecret", "ref", "url"),
        )
    ),
    GroupKind("helm.toolkit.fluxcd.io", "HelmRelease"): frozenset(
        (
            *_below("chart.spec", "chart", "sourceRef.kind", "sourceRef.name", "version"),
            *_below("chartRef", "kind", "name"),
            "dependsOn.name",
            *_below("driftDetection.ignore", "paths", *_PATCH[1:], *_SELECTORS),
            "driftDetection.mode",
            *_below("install", "crds", "strategy.name", "strategy.retryInterval"),
            "interval",
            *_below("postRenderers.kustomize.patches", *_PATCH),
            "releaseName",
            "timeout",
            *_below("upgrade", "cleanupOnFail", "crds", "strategy.name", "strategy.retryInterval"),
            "values",
            *_below("valuesFrom", "kind", "name"),
        )
    ),
    GroupKind("kustomize.toolkit.fluxcd.io", "Kustomization"): frozenset(
        (
            "deletionPolicy",
            *_below("images", "name", "newTag"),
            "interval",
            *_below("patches", *_PATCH),
            "path",
            "prune",
            "retryInterval",
            *_below("sourceRef", "kind", "name"),
            "targetNamespace",
            "timeout",
            "wait",
        )
    ),
    GroupKind(_SOURCES, "GitRepository"): frozenset({"ignore", "interval", "ref.tag", "url"}),
    GroupKind(_SOURCES, "HelmRepository"): frozenset({"interval", "url"}),
    GroupKind(_SOURCES, "OCIRepository"): frozenset(
        {"interval", *_below("layerSelector", "mediaType", "operation"), "ref.tag", "url"}
    ),
}
"""Fields below `spec` by kind; lists are no step of their own, and what is in `values` is the chart's."""


def strange_fields(body: Body) -> Iterator[str]:
    """The fields of an object of Flux that this library never writes; all of a kind that it never writes."""
    known = FIELDS.get(GroupKind.of(body), frozenset())
    yield from (str(key) for key in body if key not in ("apiVersion", "kind", "metadata", "spec"))
    for field in _strange(body.get("spec"), "", known):
        yield f"spec.{field}" if field else "spec"


def _strange(value: object, path: str, known: frozenset[str]) -> Iterator[str]:
    if path in known:
        return
    within = not path or any(field.startswith(f"{path}.") for field in known)
    if within and isinstance(value, (list, tuple)):
        for entry in value:
            yield from _strange(entry, path, known)
    elif within and isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _strange(inner, f"{path}.{key}" if path else str(key), known)
    else:
        yield path
