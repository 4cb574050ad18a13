"""Somebody is told when something is wrong."""

from __future__ import annotations

from ..constructs import MetricsCollector
from ..order import Built
from ._rule import Found, Hit, rule


@rule(
    "HL709",
    "somebody_is_told_of_alerts",
    level="warning",
    needs="lab",
    example={
        "homelab.yaml": """
 storage: longhorn
 secrets: external-secrets
-metrics: {kube-prometheus-stack: {}}
+metrics: {kube-prometheus-stack: {alerts: {receivers: {phone: {ntfy: {}}}}}}
"""
    },
    says="""
alerts: nobody is told of them, they are only shown; add a receiver to the component's options, such
as `alerts: {receivers: {phone: {ntfy: {}}}}`
""",
)
def somebody_is_told_of_alerts(built: Built) -> Found:
    """Somebody is told of alerts.

    What collects the lab's metrics has a receiver for alerts. Without one they are shown on its pages alone, where nobody
    looks while everything seems to work.
    """
    for collector in built.lab.surroundings.capabilities.all(MetricsCollector):
        if not collector.tells and collector.provider is not None:
            yield Hit(
                collector.provider.path,
                "alerts",
                "nobody is told of them, they are only shown",
                "add a receiver to the component's options, such as `alerts: {receivers: {phone: {ntfy: {}}}}`",
            )
