"""Somebody hears of it when Flux fails."""

from __future__ import annotations

from ..constructs import MetricsCollector
from ..order import Built
from ._read import at
from ._rule import Found, Hit, Unknown, rule
from ._standing import strangers


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
        perhaps = next(iter(strangers(built)), None) if built.is_bare else None
        if perhaps is not None:
            yield Unknown.of(
                instances[0], f"nothing known tells anybody when Flux fails, and {perhaps.key} may bring that"
            )
            return
        yield Hit.of(
            instances[0],
            "nothing tells anybody when Flux fails to apply a commit",
            "choose a component for `metrics`, or add an Alert with a Provider of notification.toolkit.fluxcd.io",
        )
