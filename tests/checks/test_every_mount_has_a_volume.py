from __future__ import annotations

from homelab_cdk.model import Body
from tests.checks.looking import deployment, found, lab_of


def mounting(*names: str, volumes: tuple[str, ...] = ("tmp",)) -> Body:
    mounts = [{"name": name, "mountPath": f"/{name}"} for name in names]
    return deployment(
        container={"volumeMounts": mounts}, pod={"volumes": [{"name": name, "emptyDir": {}} for name in volumes]}
    )


def test_a_mount_of_no_volume() -> None:
    assert found(lab_of(mounting("tmp", "temp")), "HL171") == [
        "app/deployment-web: Deployment.apps app/web: the container web mounts the volume temp, and the pod has tmp; correct"
        " the name, or add the volume",
    ]


def test_two_volumes_of_one_name() -> None:
    assert found(lab_of(mounting("tmp", volumes=("tmp", "tmp"))), "HL171") == [
        "app/deployment-web: Deployment.apps app/web: 2 volumes are called tmp; rename all but one of them",
    ]


def test_a_volume_that_a_stateful_set_makes() -> None:
    body = mounting("data", volumes=())
    body["kind"] = "StatefulSet"
    body["spec"]["volumeClaimTemplates"] = [{"metadata": {"name": "data"}, "spec": {}}]
    assert found(lab_of(body), "HL171") == []


def test_a_volume_of_the_pod() -> None:
    assert found(lab_of(mounting("tmp")), "HL171") == []
