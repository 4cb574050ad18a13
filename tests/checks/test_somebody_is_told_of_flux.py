from __future__ import annotations

import pytest

from homelab_cdk.components.flux import Flux
from homelab_cdk.constructs import Lab, MetricsCollector
from tests.checks.bare import release, told
from tests.checks.looking import found, thing, with_crds


def lab_with_flux() -> Lab:
    lab = Lab()
    Flux(lab)
    return lab


def test_nobody_is_told() -> None:
    assert found(lab_with_flux(), "HL267") == [
        "flux/fluxinstance-flux: FluxInstance.fluxcd.controlplane.io flux-system/flux: nothing tells anybody when Flux fails to"
        " apply a commit; choose a component for `metrics`, or add an Alert with a Provider of notification.toolkit.fluxcd.io",
    ]


@pytest.mark.parametrize("suspended", [False, True])
def test_an_alert(suspended: bool) -> None:
    lab = lab_with_flux()
    spec = {"eventSeverity": "error", "suspend": suspended}
    lab.unit_charts[0].add_manifest(
        thing("notification.toolkit.fluxcd.io/v1beta3", "Alert", namespace="flux-system", spec=spec)
    )
    assert len(found(lab, "HL267")) == suspended


@pytest.mark.parametrize(("metric", "findings"), [("gotk_resource_info", 0), ("up", 1)])
def test_a_rule_of_prometheus(metric: str, findings: int) -> None:
    lab = lab_with_flux()
    rule = {"alert": "Flux", "expr": f'{metric}{{ready="False"}} == 1'}
    spec = {"groups": [{"name": "flux", "rules": [rule]}]}
    body = thing("monitoring.coreos.com/v1", "PrometheusRule", namespace="flux-system", spec=spec)
    lab.unit_charts[0].add_manifest(body)
    assert len(found(with_crds(lab, "monitoring.coreos.com", "PrometheusRule"), "HL267")) == findings


def test_a_lab_with_metrics() -> None:
    lab = lab_with_flux()
    lab.unit_charts[0].provide(MetricsCollector(name="metrics"))
    assert found(lab, "HL267") == []


def test_a_lab_whose_flux_somebody_else_installs() -> None:
    assert found(Lab(), "HL267") == []


def test_a_chart_of_which_nothing_is_known_may_tell() -> None:
    instance = thing("fluxcd.controlplane.io/v1", "FluxInstance", "flux", namespace="flux-system", spec={})
    assert [line[0] for line in told("HL267", instance)] == ["F"]
    assert told("HL267", instance, release()) == [
        "? FluxInstance.fluxcd.controlplane.io flux-system/flux: nothing known tells anybody when Flux fails, and"
        " HelmRelease.helm.toolkit.fluxcd.io tea/tea may bring that",
    ]
