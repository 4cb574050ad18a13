"""Charts come in one version."""

from __future__ import annotations

import re

from ..order import Built, Item
from ._read import Map, at, quoted
from ._rule import Found, Hit, rule

_EXACT = re.compile(r"v?\d+\.\d+\.\d+([-+][0-9A-Za-z.+-]+)?")
_SOURCES = "source.toolkit.fluxcd.io"


@rule(
    "HL403",
    "every_chart_is_pinned",
    example="""
 apiVersion: source.toolkit.fluxcd.io/v1
 kind: OCIRepository
 metadata: {name: tea, namespace: tea}
 spec:
-  ref: {semver: ">=1.0.0"}
+  ref: {tag: 1.2.3}
""",
    says="""
OCIRepository.source.toolkit.fluxcd.io tea/tea: spec.ref.semver is '>=1.0.0', a range; write
spec.ref.tag with one version, or a digest
""",
)
def every_chart_is_pinned(built: Built) -> Found:
    """Charts come in one version.

    Each chart and OCI artifact is of one exact version: with a range, what runs changes without a commit, and
    nothing that was proven still holds. The tag of an OCIRepository that a HelmRelease reads is the version of the chart, so
    one such as `12.x` or `stable` is moved by whoever publishes it. The same holds for a chart that k3s installs.
    """
    for item in built.of("helm.toolkit.fluxcd.io", "HelmRelease"):
        yield from _of_an_index(item, "spec.chart.spec", at(item.body, "spec", "chart", "spec"))
    for item in built.of(_SOURCES, "HelmChart"):
        yield from _of_an_index(item, "spec", at(item.body, "spec"))
    for item in built.of("helm.cattle.io", "HelmChart"):
        spec = at(item.body, "spec")
        # An archive has no other version.
        if not spec.get("chartContent") and not str(spec.get("chart") or "").startswith(("https://", "http://")):
            yield from _of_an_index(item, "spec", spec)
    charts = _read_as_charts(built)
    for item in built.of(_SOURCES, "OCIRepository"):
        reference = at(item.body, "spec", "ref")
        tag = reference.get("tag")
        if reference.get("digest"):
            continue
        if reference.get("semver"):
            yield Hit.of(
                item,
                f"spec.ref.semver is {reference['semver']!r}, a range",
                "write spec.ref.tag with one version, or a digest",
            )
        elif tag == "latest":
            yield Hit.of(item, "spec.ref.tag is 'latest', which moves", "write the tag of one version, or a digest")
        elif isinstance(tag, str) and (item.key.namespace, item.key.name) in charts and not _is_version(tag):
            yield Hit.of(
                item,
                f"spec.ref.tag is {quoted(tag)}, which is no exact version of a chart",
                "write one such as 1.2.3, or a digest",
            )


def _of_an_index(item: Item, field: str, spec: Map) -> Found:
    if not spec or at(spec, "sourceRef").get("kind") in ("GitRepository", "Bucket"):
        return
    version = spec.get("version")
    if not isinstance(version, str) or not _EXACT.fullmatch(version):
        yield Hit.of(
            item, f"{field}.version is {quoted(version)}, which is no exact version", "write one such as 1.2.3"
        )


def _is_version(tag: str) -> bool:
    # Helm pushes a version with `_` for `+`, which no tag may have.
    return _EXACT.fullmatch(tag.replace("_", "+")) is not None


def _read_as_charts(built: Built) -> set[tuple[str, str]]:
    """Namespaces and names of the OCIRepositories that releases read."""
    found = set[tuple[str, str]]()
    for item in built.of("helm.toolkit.fluxcd.io", "HelmRelease"):
        reference = at(item.body, "spec", "chartRef")
        if reference.get("kind") == "OCIRepository":
            found.add((str(reference.get("namespace") or item.key.namespace), str(reference.get("name"))))
    return found
