"""Somebody hears of it when Flux fails."""

from __future__ import annotations

from ..constructs import MetricsCollector
from ..order import Built
from ._read import at
from ._rule import Found, Hit, Unknown, rule
from ._standing import strangers

_RULES = (("monitoring.coreos.com", "PrometheusRule"), ("operator.victoriametrics.com", "VMRule"))
_METRICS = ("flux_resource_info", "gotk_resource_info")
"""What tells whether Flux's objects are ready: the operator's metric, and the one of Flux's guide to custom metrics."""


@rule(
    "HL267",
    "somebody_is_told_of_flux",
    level="warning",
    example="""
 apiVersion: fluxcd.controlplane.io/v1
 kind: FluxInstance
 metadata: {name: flux, namespace: flux-system}
 spec:
   distribution: {version: 2.9.x, registry: ghcr.io/fluxcd}
+---
+apiVersion: notification.toolkit.fluxcd.io/v1beta3
+kind: Provider
+metadata: {name: phone, namespace: flux-system}
+spec: {type: telegram, channel: "-1001234567890", secretRef: {name: telegram}}
+---
+apiVersion: notification.toolkit.fluxcd.io/v1beta3
+kind: Alert
+metadata: {name: failures, namespace: flux-system}
+spec:
+  providerRef: {name: phone}
+  eventSeverity: error
+  eventSources: [{kind: Kustomization, name: "*"}, {kind: GitRepository, name: "*"}]
""",
    says="""
FluxInstance.fluxcd.controlplane.io flux-system/flux: nothing tells anybody when Flux fails to apply
a commit; choose a component for `metrics`, or add an Alert with a Provider of
notification.toolkit.fluxcd.io
""",
    see=("https://fluxcd.io/flux/monitoring/alerts/",),
)
def somebody_is_told_of_flux(built: Built) -> Found:
    """Somebody hears of it when Flux fails.

    A lab that Flux installs by a FluxInstance of its own has alerts on Flux: by its metrics, of a component or in a
    PrometheusRule, or by an Alert of the notification controller. Without either a commit that is never applied looks like
    one that was.
    """
    instances = built.of("fluxcd.controlplane.io", "FluxInstance")
    if not instances or built.lab.surroundings.capabilities.all(MetricsCollector):
        return
    if any(metric in str(item.body) for kind in _RULES for item in built.of(*kind) for metric in _METRICS):
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
