"""Sources, charts and dependencies that Flux objects name are there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..model import Body, GroupKind, ObjectKey
from ..order import FLUX_GROUPS, FLUX_NAMESPACE, SOURCE, Built, Item
from ._read import at, mapping, maps
from ._rule import Found, Hit, Unknown, rule
from ._standing import bringer

_SOURCES = "source.toolkit.fluxcd.io"
_GROUPS = {
    "Kustomization": "kustomize.toolkit.fluxcd.io",
    "HelmRelease": "helm.toolkit.fluxcd.io",
    "Provider": "notification.toolkit.fluxcd.io",
    "ImageRepository": "image.toolkit.fluxcd.io",
    "ImagePolicy": "image.toolkit.fluxcd.io",
}


@rule(
    "HL202",
    "every_flux_reference_exists",
    example="""
 apiVersion: source.toolkit.fluxcd.io/v1
 kind: HelmRepository
 metadata: {name: tea-charts, namespace: tea}
 spec: {url: https://charts.example.com}
 ---
 apiVersion: helm.toolkit.fluxcd.io/v2
 kind: HelmRelease
 metadata: {name: tea, namespace: tea}
 spec:
   chart:
-    spec: {chart: tea, version: 1.2.3, sourceRef: {kind: HelmRepository, name: tea}}
+    spec: {chart: tea, version: 1.2.3, sourceRef: {kind: HelmRepository, name: tea-charts}}
""",
    says="""
HelmRelease.helm.toolkit.fluxcd.io tea/tea: spec.chart.spec.sourceRef names
HelmRepository.source.toolkit.fluxcd.io tea/tea, which nothing in this lab makes (there is
tea/tea-charts); add it, or correct the reference
""",
    see=("https://github.com/home-operations/flate/issues/860",),
)
def every_flux_reference_exists(built: Built) -> Found:
    """Sources, charts and dependencies that Flux objects name are there.

    Each `sourceRef`, `chartRef`, `providerRef` and `dependsOn` of a Flux object names an object of the lab; a
    missing one stops the reconciliation for ever.
    """
    known = _made(built)
    there: dict[GroupKind, list[ObjectKey]] = {}
    for kind, items in built.by_kind.items():
        if kind.group in FLUX_GROUPS:
            for item in items:
                for field, key in _references(item):
                    if key in known or key in built.by_key or (built.is_bare and _may_be_the_root(key)):
                        continue
                    perhaps = bringer(built, key.namespace, item)
                    if perhaps:
                        why = f"{field} names {key}, which nothing known makes, and {perhaps} may bring it"
                        yield Unknown.of(item, why)
                        continue
                    there = there or _by_kind({*known, *built.by_key})
                    reason = f"{field} names {key}, {_instead(there.get(key.group_kind, []), key)}"
                    yield Hit.of(item, reason, "add it, or correct the reference")


def _made(built: Built) -> set[ObjectKey]:
    """What is there beside the objects of the tree: what Flux was installed with, and what its generators make."""
    found = {ObjectKey(_SOURCES, "GitRepository", FLUX_NAMESPACE, SOURCE)}
    if not built.is_bare:
        group = _GROUPS["Kustomization"]
        found |= {ObjectKey(group, "Kustomization", FLUX_NAMESPACE, unit.name) for unit in built.units}
    for item in built.of("source.extensions.fluxcd.io", "ArtifactGenerator"):
        for artifact in maps(at(item.body, "spec").get("artifacts")):
            found.add(ObjectKey(_SOURCES, "ExternalArtifact", item.key.namespace, str(artifact.get("name"))))
    return found


def _by_kind(keys: Iterable[ObjectKey]) -> dict[GroupKind, list[ObjectKey]]:
    found: dict[GroupKind, list[ObjectKey]] = {}
    for key in sorted(key for key in keys if key.group in FLUX_GROUPS):
        found.setdefault(key.group_kind, []).append(key)
    return found


def _may_be_the_root(key: ObjectKey) -> bool:
    """Whether Flux may read its own repository by this, where that is no lab's: then it may be of any kind."""
    return key.group == _SOURCES and (key.namespace, key.name) == (FLUX_NAMESPACE, SOURCE)


def _references(item: Item) -> Iterator[tuple[str, ObjectKey]]:
    spec = mapping(item.body.get("spec"))
    for holder, path in ((spec, "spec"), (at(spec, "chart", "spec"), "spec.chart.spec")):
        for field in ("sourceRef", "chartRef", "providerRef", "imageRepositoryRef"):
            reference = mapping(holder.get(field))
            if reference:
                kind = {"providerRef": "Provider", "imageRepositoryRef": "ImageRepository"}.get(field, "")
                yield f"{path}.{field}", _key(item, dict(reference), kind)
    if item.key.kind in ("Kustomization", "HelmRelease"):
        for number, reference in enumerate(maps(spec.get("dependsOn"))):
            yield f"spec.dependsOn[{number}]", _key(item, dict(reference), item.key.kind)


def _key(item: Item, reference: Body, kind: str) -> ObjectKey:
    kind = kind or str(reference.get("kind", ""))
    place = reference.get("namespace") or item.key.namespace
    return ObjectKey(_GROUPS.get(kind, _SOURCES), kind, str(place), str(reference.get("name", "")))


def _instead(there: list[ObjectKey], key: ObjectKey) -> str:
    if not key.kind:
        return "of which it does not say the kind"
    if not there:
        return f"which nothing in this lab makes, and there is no other {key.kind}"
    listed = ", ".join(f"{other.namespace}/{other.name}" for other in there[:5])
    return f"which nothing in this lab makes (there is {listed})"
