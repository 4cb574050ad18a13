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
        " leave out spec.healthChecks to wait for all that is applied, or spec.wait to wait for what they name alone",
    ]


def test_an_expression_that_is_none() -> None:
    expressions = [{"apiVersion": "a/v1", "kind": "A", "current": "status.ready ==", "failed": "status.failed"}]
    assert found(lab_of(kustomization(wait=True, healthCheckExprs=expressions)), "HL264") == [
        f"app/kustomization-one: Kustomization.{GROUP} app/one: spec.healthCheckExprs[0].current is 'status.ready ==', which is"
        " no CEL (Syntax error: mismatched input '<EOF>'), so that Flux applies nothing of it; write an expression of CEL, such"
        " as `status.conditions.exists(c, c.type == 'Ready' && c.status == 'True')`",
    ]


@pytest.mark.parametrize(
    "spec",
    [
        {"wait": True},
        {"healthChecks": [WEB]},
        {
            "wait": True,
            "healthCheckExprs": [{"kind": "A", "current": "status.conditions.exists(c, c.type == 'Ready')"}],
        },
        {"healthCheckExprs": [{"kind": "A", "current": "status.?conditions.orValue([]).exists(c, c.type == 'Ready')"}]},
        {"healthCheckExprs": [{"kind": "A", "failed": "status.conditions[?0].hasValue()"}]},
    ],
    ids=["waiting", "checks", "expressions", "a field that may be missing", "an entry that may be missing"],
)
def test_what_has_an_effect(spec: Body) -> None:
    assert found(lab_of(kustomization(**spec), deployment()), "HL264") == []
