"""A failed apply is tried again before long."""

from __future__ import annotations

from ..model import seconds
from ..order import Built
from ._read import at
from ._rule import Found, Hit, rule

_SOON = 600
"""Seconds."""


@rule(
    "HL209",
    "every_kustomization_retries_soon",
    level="warning",
    example="""
 apiVersion: kustomize.toolkit.fluxcd.io/v1
 kind: Kustomization
 metadata: {name: secrets, namespace: flux-system}
 spec:
   path: ./secrets
   interval: 1h
+  timeout: 5m
+  retryInterval: 2m
   prune: true
   sourceRef: {kind: GitRepository, name: flux-system}
""",
    says="""
Kustomization.kustomize.toolkit.fluxcd.io flux-system/secrets: its spec has no timeout and no
retryInterval, so that Flux takes the interval; write timeout: 5m and retryInterval: 2m
""",
)
def every_kustomization_retries_soon(built: Built) -> Found:
    """A failed apply is tried again before long.

    Each Kustomization among the objects sets `timeout` and `retryInterval`, or has an interval of ten minutes at most: by
    default Flux waits a whole interval for either.
    """
    for item in built.of("kustomize.toolkit.fluxcd.io", "Kustomization"):
        spec = at(item.body, "spec")
        lacking = [field for field in ("timeout", "retryInterval") if not spec.get(field)]
        interval = seconds(spec.get("interval"))
        if lacking and (interval is None or interval > _SOON):
            yield Hit.of(
                item,
                f"its spec has no {' and no '.join(lacking)}, so that Flux takes the interval",
                "write timeout: 5m and retryInterval: 2m",
            )
