"""No object of Flux has a field that is about to go."""

from __future__ import annotations

from ..order import Built
from ._read import at
from ._rule import Found, Hit, rule

_FIELDS = (
    (
        "notification.toolkit.fluxcd.io",
        "Alert",
        ("spec", "summary"),
        "write it as `summary` into spec.eventMetadata instead",
    ),
    ("notification.toolkit.fluxcd.io", "Provider", ("spec", "interval"), "leave it out, it does nothing"),
    (
        "notification.toolkit.fluxcd.io",
        "Provider",
        ("spec", "proxy"),
        "name a Secret with the key `address` in spec.proxySecretRef instead",
    ),
    (
        "helm.toolkit.fluxcd.io",
        "HelmRelease",
        ("spec", "install", "skipCRDs"),
        "write spec.install.crds instead, Skip for true and Create for false",
    ),
    ("helm.toolkit.fluxcd.io", "HelmRelease", ("spec", "rollback", "recreate"), "leave it out, it does nothing"),
)
"""Fields and what to write in their place (source: the descriptions in the CRDs of Flux 2.9)."""


@rule(
    "HL250",
    "no_field_of_flux_is_deprecated",
    level="warning",
    example="""
 apiVersion: helm.toolkit.fluxcd.io/v2
 kind: HelmRelease
 metadata: {name: monitoring, namespace: monitoring}
 spec:
   chartRef: {kind: OCIRepository, name: kube-prometheus-stack}
   interval: 1h
-  install: {skipCRDs: true}
+  install: {crds: Skip}
""",
    says="""
HelmRelease.helm.toolkit.fluxcd.io monitoring/monitoring: spec.install.skipCRDs is deprecated, and a
later version of HelmRelease has it no more; write spec.install.crds instead, Skip for true and
Create for false
""",
)
def no_field_of_flux_is_deprecated(built: Built) -> Found:
    """No object of Flux has a field that is about to go.

    Fields that the CRDs of Flux 2.9 call deprecated still work, and are gone in one of the next versions of their kind.
    """
    for group, kind, path, remedy in _FIELDS:
        for item in built.of(group, kind):
            if path[-1] in at(item.body, *path[:-1]):
                yield Hit.of(
                    item, f"{'.'.join(path)} is deprecated, and a later version of {kind} has it no more", remedy
                )
