from __future__ import annotations

import pytest

from homelab_cdk.constructs import Lab, WebApp
from homelab_cdk.model import Body
from tests.checks.looking import deployment, found, lab_of, thing

PROBE = {"tcpSocket": {"port": "http"}}


def test_a_container_without_probes() -> None:
    assert found(lab_of(deployment(container={"readinessProbe": PROBE})), "HL755") == [
        "app/deployment-web: Deployment.apps app/web: the container web has no livenessProbe; add livenessProbe: ask by"
        " httpGet, tcpSocket, grpc or exec whether it works",
    ]
    assert "no readinessProbe and no livenessProbe" in found(lab_of(deployment()), "HL755")[0]


@pytest.mark.parametrize(
    "body",
    [
        deployment(container={"readinessProbe": PROBE, "livenessProbe": PROBE}),
        deployment(container={"ports": []}),
        thing("batch/v1", "Job", spec={"template": deployment()["spec"]["template"]}),
    ],
    ids=["with both", "that serves nothing", "that comes to an end"],
)
def test_containers_that_are_fine(body: Body) -> None:
    assert found(lab_of(body), "HL755") == []


def test_a_web_app() -> None:
    lab = Lab()
    WebApp(lab, "web", image="registry.example.com/web:1.2.3")
    assert found(lab, "HL755") == []
