"""Flux's controllers answer nobody who does not need them."""

from __future__ import annotations

from ..order import Built
from ._read import at
from ._rule import Found, Hit, rule


@rule(
    "HL266",
    "flux_lets_nobody_in",
    level="warning",
    example="""
 apiVersion: fluxcd.controlplane.io/v1
 kind: FluxInstance
 metadata: {name: flux, namespace: flux-system}
 spec:
   distribution: {version: 2.9.x, registry: ghcr.io/fluxcd}
   cluster:
     size: small
-    # Prometheus could not read the metrics.
-    networkPolicy: false
""",
    says="""
FluxInstance.fluxcd.controlplane.io flux-system/flux: spec.cluster.networkPolicy is false, so that
every pod reaches Flux's controllers; leave it out, and let in who needs them by a NetworkPolicy of
its own
""",
)
def flux_lets_nobody_in(built: Built) -> Found:
    """Flux's controllers answer nobody who does not need them.

    No FluxInstance turns off `cluster.networkPolicy`, by which the operator keeps everybody out of the source controller's
    artifacts: they are the whole repository, and what Flux may do is everything.
    """
    for item in built.of("fluxcd.controlplane.io", "FluxInstance"):
        if at(item.body, "spec", "cluster").get("networkPolicy") is False:
            yield Hit.of(
                item,
                "spec.cluster.networkPolicy is false, so that every pod reaches Flux's controllers",
                "leave it out, and let in who needs them by a NetworkPolicy of its own",
            )
