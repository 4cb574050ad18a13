from __future__ import annotations

from typing import Any

import pytest

from homelab_cdk.model import Body
from tests.checks.looking import deployment, found, lab_of, thing

GROUP = "kustomize.toolkit.fluxcd.io"
WEB = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web", "namespace": "app"}


def kustomization(**spec: Any) -> Body:
    return thing(f"{GROUP}/v1", "Kustomization", namespace="app", spec=spec)


def test_checks_beside_waiting_for_everything() -> None:
    assert found(lab_of(kustomization(wait=True, healthChecks=[WEB]), deployment()), "HL264") == [
        f"app/kustomization-one: Kustomization.{GROUP} app/one: spec.wait is true, and Flux then ignores spec.healthChecks;"
        " leave one of the two out",
    ]


def test_an_expression_that_is_none() -> None:
    expressions = [{"apiVersion": "a/v1", "kind": "A", "current": "status.ready ==", "failed": "status.failed"}]
    findings = found(lab_of(kustomization(wait=True, healthCheckExprs=expressions)), "HL264")
    assert len(findings) == 1
    assert "spec.healthCheckExprs[0].current is no CEL: " in findings[0]


@pytest.mark.parametrize(
    "spec",
    [
        {"wait": True},
        {"healthChecks": [WEB]},
        {
            "wait": True,
            "healthCheckExprs": [{"kind": "A", "current": "status.conditions.exists(c, c.type == 'Ready')"}],
        },
    ],
    ids=["waiting", "checks", "expressions"],
)
def test_what_has_an_effect(spec: Body) -> None:
    assert found(lab_of(kustomization(**spec), deployment()), "HL264") == []
