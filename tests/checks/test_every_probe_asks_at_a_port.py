from __future__ import annotations

import pytest

from homelab_cdk.model import Body
from tests.checks.looking import deployment, found, lab_of


def test_a_port_of_another_name() -> None:
    container = {"readinessProbe": {"httpGet": {"path": "/", "port": "web"}}}
    assert found(lab_of(deployment(container=container)), "HL172") == [
        "app/deployment-web: Deployment.apps app/web: readinessProbe of the container web asks at the port web, and its"
        " ports are called http; write one of those, or a number",
    ]


def test_a_container_without_ports() -> None:
    container = {"ports": [], "livenessProbe": {"tcpSocket": {"port": "http"}}}
    assert found(lab_of(deployment(container=container)), "HL172") == [
        "app/deployment-web: Deployment.apps app/web: livenessProbe of the container web asks at the port http, and its"
        " ports are called nothing; write one of those, or a number",
    ]


@pytest.mark.parametrize(
    "probe",
    [{"httpGet": {"port": "http"}}, {"httpGet": {"port": 9000}}, {"exec": {"command": ["true"]}}],
    ids=["its name", "a number", "no port at all"],
)
def test_probes_that_ask_somewhere(probe: Body) -> None:
    assert found(lab_of(deployment(container={"livenessProbe": probe})), "HL172") == []
