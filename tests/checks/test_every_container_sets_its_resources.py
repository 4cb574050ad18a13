from __future__ import annotations

from tests.checks.looking import deployment, found, lab_of


def test_a_container_without_resources() -> None:
    init = [{"name": "prepare", "resources": {"requests": {"cpu": "10m"}, "limits": {"memory": "16Mi"}}}]
    lab = lab_of(deployment(container={"resources": {}}, pod={"initContainers": init}))
    assert found(lab, "HL502") == [
        "app/deployment-web: Deployment.apps app/web: containers without all resources: web (requests.cpu,"
        " requests.memory, limits.memory); set what is named",
    ]


def test_a_container_with_resources() -> None:
    assert found(lab_of(deployment()), "HL502") == []
