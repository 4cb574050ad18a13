from __future__ import annotations

from homelab_cdk.components.external_s3 import ExternalS3
from homelab_cdk.components.external_secrets import ExternalSecrets
from homelab_cdk.components.seaweedfs import SeaweedFS
from homelab_cdk.components.velero import Velero
from homelab_cdk.constructs import Lab
from tests.checks.looking import found


def lab_with(*, nas: bool = False, store: str | None = None) -> Lab:
    lab = Lab()
    ExternalSecrets(lab)
    SeaweedFS(lab)
    if nas:
        ExternalS3(lab, endpoint="https://nas.example.com:9000")
    Velero(lab, store=store)
    return lab


def test_backups_on_the_labs_own_disks() -> None:
    assert found(lab_with(), "HL710") == [
        "velero: the bucket store seaweedfs: it lies on the lab's own disks, and with them all backups are lost; add"
        " `external-s3` to `objectStorage`, with the address of a NAS or a cloud, and backups go there",
    ]


def test_a_nas_that_is_not_used() -> None:
    assert found(lab_with(nas=True, store="seaweedfs"), "HL710") == [
        "velero: the bucket store seaweedfs: it lies on the lab's own disks, and with them all backups are lost; leave"
        " its `store` out, or set it to external-s3",
    ]


def test_backups_on_a_nas() -> None:
    assert found(lab_with(nas=True), "HL710") == []
