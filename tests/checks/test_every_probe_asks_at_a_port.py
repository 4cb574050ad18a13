from __future__ import annotations

from homelab_cdk.model import Body
from tests.checks.looking import deployment, found, lab_of


def probed(port: object) -> Body:
    return deployment(container={"livenessProbe": {"httpGet": {"path": "/", "port": port}}})


def test_a_name_that_no_port_has() -> None:
    assert found(lab_of(probed("web")), "HL172") == [
        "app/deployment-web: Deployment.apps app/web: livenessProbe of the container web asks at the port web, and its ports"
        " are called http; write one of those, or a number",
    ]


def test_the_name_of_a_port() -> None:
    assert found(lab_of(probed("http")), "HL172") == []


def test_a_number_which_needs_no_declaration() -> None:
    assert found(lab_of(probed(9090)), "HL172") == []
