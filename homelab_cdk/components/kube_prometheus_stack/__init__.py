"""Prometheus, Alertmanager and Grafana by their common chart: metrics, alerts and dashboards of the whole lab."""

from __future__ import annotations

from ._alerts import Alerts, Discord, Email, Ntfy, Pushover, Receiver, Slack, Telegram, Webhook
from ._component import KubePrometheusStack

__all__ = [
    "Alerts",
    "Discord",
    "Email",
    "KubePrometheusStack",
    "Ntfy",
    "Pushover",
    "Receiver",
    "Slack",
    "Telegram",
    "Webhook",
]
