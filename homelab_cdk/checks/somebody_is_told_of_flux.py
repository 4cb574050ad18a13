"""Somebody hears of it when Flux fails."""

from __future__ import annotations

from ..constructs import MetricsCollector
from ..order import Built
from ._read import at
from ._rule import Found, Hit, rule


@rule("HL267", "somebody_is_told_of_flux", level="warning")
def somebody_is_told_of_flux(built: Built) -> Found:
    """Somebody hears of it when Flux fails.

    A lab that Flux installs by a FluxInstance of its own has alerts on Flux: by its metrics, or by an Alert of the
    notification controller for errors. Without either a commit that is never applied looks like one that was.
    """
    instances = built.of("fluxcd.controlplane.io", "FluxInstance")
    if not instances or built.lab.surroundings.capabilities.all(MetricsCollector):
        return
    alerts = built.of("notification.toolkit.fluxcd.io", "Alert")
    if not any(at(item.body, "spec").get("suspend") is not True for item in alerts):
        yield Hit.of(
            instances[0],
            "nothing tells anybody when Flux fails to apply a commit",
            "choose a component for `metrics`, or add an Alert with a Provider of notification.toolkit.fluxcd.io",
        )
