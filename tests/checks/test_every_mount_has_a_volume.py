from __future__ import annotations

from homelab_cdk.model import Body
from tests.checks.looking import deployment, found, lab_of, thing

MOUNT = {"volumeMounts": [{"name": "data", "mountPath": "/data"}]}
VOLUME = {"name": "data", "emptyDir": {}}


def test_a_mount_without_a_volume() -> None:
    assert found(lab_of(deployment(container=MOUNT)), "HL171") == [
        "app/deployment-web: Deployment.apps app/web: the container web mounts the volume data, and the pod has"
        " none; add the volume",
    ]


def test_two_volumes_with_one_name() -> None:
    assert found(lab_of(deployment(container=MOUNT, pod={"volumes": [VOLUME, VOLUME]})), "HL171") == [
        "app/deployment-web: Deployment.apps app/web: 2 volumes are called data; rename all but one of them",
    ]


def test_a_mount_of_a_volume() -> None:
    assert found(lab_of(deployment(container=MOUNT, pod={"volumes": [VOLUME]})), "HL171") == []


def test_a_claim_of_a_stateful_set() -> None:
    claim: Body = {"metadata": {"name": "data"}, "spec": {"accessModes": ["ReadWriteOnce"]}}
    spec = {**deployment(container=MOUNT)["spec"], "volumeClaimTemplates": [claim]}
    assert found(lab_of(thing("apps/v1", "StatefulSet", spec=spec)), "HL171") == []
