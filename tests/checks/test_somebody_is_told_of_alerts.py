from __future__ import annotations

from homelab_cdk.constructs import Lab
from tests.checks.looking import found
from tests.components.monitored import monitored


def test_alerts_that_are_only_shown() -> None:
    [finding] = found(monitored(), "HL709")
    assert finding.startswith("kube-prometheus-stack: alerts: nobody is told of them, they are only shown;")


def test_alerts_that_somebody_is_told_of() -> None:
    assert found(monitored(alerts={"receivers": {"phone": {"ntfy": {}}}}), "HL709") == []


def test_a_lab_without_metrics_has_no_alerts() -> None:
    assert found(Lab(), "HL709") == []
