from __future__ import annotations

import pytest

from homelab_cdk.components.barman_cloud import BarmanCloud
from homelab_cdk.components.cert_manager import CertManager
from homelab_cdk.components.cloudnative_pg import CloudNativePG
from homelab_cdk.components.external_s3 import ExternalS3
from homelab_cdk.components.external_secrets import ExternalSecrets
from homelab_cdk.components.postgresql import PostgreSQL
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


@pytest.mark.parametrize(
    ("nas", "store", "fix"),
    [
        (
            False,
            None,
            "add `external-s3` to `objectStorage`, with the address of a NAS or a cloud, and backups go there",
        ),
        (True, "seaweedfs", "leave its `backupStore` out, or set it to external-s3"),
        (True, None, ""),
    ],
    ids=["there is no NAS", "the NAS is not used", "on the NAS"],
)
def test_backups_of_a_database_without_any_of_the_rest(nas: bool, store: str | None, fix: str) -> None:
    lab = Lab()
    ExternalSecrets(lab)
    SeaweedFS(lab)
    if nas:
        ExternalS3(lab, endpoint="https://nas.example.com:9000")
    CertManager(lab)
    CloudNativePG(lab)
    BarmanCloud(lab)
    PostgreSQL(lab, "postgresql-main", backup_store=store)
    assert found(lab, "HL710") == (
        [
            "postgresql-main/objectstore-postgresql-main: ObjectStore.barmancloud.cnpg.io postgresql-main/postgresql-main:"
            " it keeps the backups of a database in seaweedfs, which lies on the lab's own disks, and with them all are"
            f" lost; {fix}",
        ]
        if fix
        else []
    )
