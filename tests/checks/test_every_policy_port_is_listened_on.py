from __future__ import annotations

import pytest

from homelab_cdk.model import Body
from tests.checks.looking import deployment, found, lab_of, thing


def policy(**port: object) -> Body:
    spec = {"podSelector": {"matchLabels": {"app": "web"}}, "ingress": [{"ports": [port]}]}
    return thing("networking.k8s.io/v1", "NetworkPolicy", spec=spec)


def test_the_port_of_the_service() -> None:
    assert found(lab_of(policy(port=80), deployment()), "HL605") == [
        "app/networkpolicy-one: NetworkPolicy.networking.k8s.io app/one: it opens the port 80 of Deployment.apps"
        " app/web, which listens on 8080, http; write the pods' port, not a Service's, or declare the port on the"
        " container",
    ]


@pytest.mark.parametrize("port", [{"port": 8080}, {"port": "http"}, {"port": 8000, "endPort": 8100}, {}], ids=str)
def test_ports_of_the_pods(port: Body) -> None:
    assert found(lab_of(policy(**port), deployment()), "HL605") == []


def test_pods_that_declare_no_ports() -> None:
    assert found(lab_of(policy(port=80), deployment(container={"ports": []})), "HL605") == []
