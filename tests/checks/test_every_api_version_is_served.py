from __future__ import annotations

import pytest

from homelab_cdk.model import Body
from tests.checks.looking import deployment, found, lab_of, service, thing


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            thing("policy/v1beta1", "PodDisruptionBudget"),
            "its apiVersion is policy/v1beta1, which Kubernetes 1.25 removed, and the lab runs 1.36; write apiVersion:"
            " policy/v1",
        ),
        (
            thing("extensions/v1beta1", "Ingress", namespace="app"),
            "its apiVersion is extensions/v1beta1, which Kubernetes 1.22 removed, and the lab runs 1.36; write"
            " apiVersion: networking.k8s.io/v1",
        ),
        (
            thing("policy/v1beta1", "PodSecurityPolicy"),
            "its apiVersion is policy/v1beta1, which Kubernetes 1.25 removed, and the lab runs 1.36; label namespaces"
            " with pod-security.kubernetes.io/enforce instead",
        ),
        (thing("apps/v1", "Deploymnet"), "Kubernetes 1.36 serves no Deploymnet of apps/v1; did you mean Deployment?"),
        (thing("v1", "Deployment"), "Kubernetes 1.36 serves no Deployment of v1; write apiVersion: apps/v1"),
        (thing("batch/v2", "Job"), "Kubernetes 1.36 serves no Job of batch/v2; write apiVersion: batch/v1"),
    ],
)
def test_what_kubernetes_does_not_serve(body: Body, message: str) -> None:
    [finding] = found(lab_of(body), "HL153")
    assert finding.endswith(f": {message}")


def test_what_it_serves() -> None:
    assert found(lab_of(deployment(), service(), thing("policy/v1", "PodDisruptionBudget")), "HL153") == []
