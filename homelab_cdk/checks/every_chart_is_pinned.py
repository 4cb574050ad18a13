"""Charts come in one version."""

from __future__ import annotations

import re

from ..order import Built
from ._read import at
from ._rule import Found, Hit, rule

_EXACT = re.compile(r"v?\d+\.\d+\.\d+([-+][0-9A-Za-z.+-]+)?")


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
    nothing that was proven still holds.
    """
    for item in built.of("helm.toolkit.fluxcd.io", "HelmRelease"):
        spec = at(item.body, "spec", "chart", "spec")
        if not spec or at(spec, "sourceRef").get("kind") in ("GitRepository", "Bucket"):
            continue
        version = spec.get("version")
        if not isinstance(version, str) or not _EXACT.fullmatch(version):
            yield Hit.of(
                item, f"spec.chart.spec.version is {version!r}, which is no exact version", "write one such as 1.2.3"
            )
    for item in built.of("source.toolkit.fluxcd.io", "OCIRepository"):
        reference = at(item.body, "spec", "ref")
        if reference.get("digest"):
            continue
        if reference.get("semver"):
            yield Hit.of(
                item,
                f"spec.ref.semver is {reference['semver']!r}, a range",
                "write spec.ref.tag with one version, or a digest",
            )
        elif reference.get("tag") == "latest":
            yield Hit.of(item, "spec.ref.tag is 'latest', which moves", "write the tag of one version, or a digest")
