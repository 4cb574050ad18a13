"""Flux is upgraded by a commit, but for patches."""

from __future__ import annotations

import re

from ..order import Built
from ._read import at, quoted
from ._rule import Found, Hit, rule

_MINOR = re.compile(r"v?[0-9]+\.[0-9]+(\.([0-9]+|x|\*))?([-+].*)?|~ ?[0-9]+\.[0-9]+(\.[0-9]+)?")


@rule(
    "HL271",
    "flux_stays_at_one_minor",
    local=True,
    example="""
 apiVersion: fluxcd.controlplane.io/v1
 kind: FluxInstance
 metadata: {name: flux, namespace: flux-system}
-spec: {distribution: {version: "2.x", registry: ghcr.io/fluxcd}}
+spec: {distribution: {version: "2.9.x", registry: ghcr.io/fluxcd}}
""",
    says="""
FluxInstance.fluxcd.controlplane.io flux-system/flux: spec.distribution.version is '2.x', which is
more than one minor; write one such as 2.9.x
""",
)
def flux_stays_at_one_minor(built: Built) -> Found:
    """Flux is upgraded by a commit, but for patches.

    The version of each FluxInstance allows patches of one minor at most, such as `2.9.x`: a new minor removes old versions of
    its objects, and then the tree that was applied yesterday is refused.
    """
    for item in built.of("fluxcd.controlplane.io", "FluxInstance"):
        version = at(item.body, "spec", "distribution").get("version")
        if not isinstance(version, str) or not _MINOR.fullmatch(version.strip()):
            yield Hit.of(
                item,
                f"spec.distribution.version is {quoted(version)}, which is more than one minor",
                "write one such as 2.9.x",
            )
