"""Everything that holds data is copied each night, whatever is built first."""

from __future__ import annotations

import re

import pytest

from homelab_cdk._errors import BuildError
from homelab_cdk.components.barman_cloud import BarmanCloud
from homelab_cdk.components.cert_manager import CertManager
from homelab_cdk.components.cloudnative_pg import CloudNativePG
from homelab_cdk.components.external_s3 import ExternalS3
from homelab_cdk.components.external_secrets import ExternalSecrets
from homelab_cdk.components.postgresql import PostgreSQL
from homelab_cdk.components.seaweedfs import SeaweedFS
from homelab_cdk.components.velero import Velero
from homelab_cdk.constructs import Lab, UnitChart
from homelab_cdk.model import Body
from tests.labs import Plain, bodies, one


def _lab(*, nas: bool = False) -> Lab:
    lab = Lab()
    ExternalSecrets(lab)
    if nas:
        ExternalS3(lab, endpoint="https://nas.example.com:9000", region="lab")
    SeaweedFS(lab)
    return lab


def _schedules(lab: Lab) -> dict[str, Body]:
    return {body["metadata"]["name"]: body["spec"] for body in bodies(lab) if body["kind"] == "Schedule"}


class Keeper(UnitChart):
    """An app that holds data in two namespaces."""

    def __init__(self, lab: Lab, id: str) -> None:
        self.holds_data = True
        super().__init__(lab, id)
        self.add_namespace()
        self.add_namespace(name=f"{id}-files")


@pytest.mark.parametrize("first", [True, False], ids=["app-first", "velero-first"])
def test_an_app_that_holds_data_has_a_schedule_of_its_own(*, first: bool) -> None:
    lab = _lab()
    if first:
        Keeper(lab, "wiki")
        Velero(lab)
    else:
        Velero(lab)
        Keeper(lab, "wiki")
    template = _schedules(lab)["wiki"]["template"]
    assert template["includedNamespaces"] == ["wiki", "wiki-files"]
    assert template["defaultVolumesToFsBackup"] is True
    assert template["ttl"] == "336h0m0s"


def test_an_app_without_data_has_none() -> None:
    lab = _lab()
    Velero(lab)
    Plain(lab, "blog")
    assert "blog" not in _schedules(lab)


def test_an_app_that_says_later_that_it_holds_data() -> None:
    lab = _lab()
    Velero(lab)
    app = Plain(lab, "wiki")
    app.holds_data = True
    assert _schedules(lab)["wiki"]["template"]["includedNamespaces"] == ["wiki"]


def test_in_a_lab_without_backups_nothing_is_scheduled() -> None:
    lab = _lab()
    Keeper(lab, "wiki")
    assert _schedules(lab) == {}


def test_volumes_that_hold_the_copies_are_not_copied() -> None:
    lab = _lab()
    Velero(lab)
    assert _schedules(lab)["seaweedfs"]["template"]["defaultVolumesToFsBackup"] is False


def test_two_charts_in_one_namespace_are_copied_once() -> None:
    lab = _lab()
    Velero(lab)
    CertManager(lab)
    CloudNativePG(lab)
    BarmanCloud(lab)
    holders = [
        name for name, spec in _schedules(lab).items() if "cnpg-system" in spec["template"]["includedNamespaces"]
    ]
    assert holders == ["cloudnative-pg"]


def test_backups_spread_over_the_night_and_stay_where_they_are() -> None:
    names = [f"app-{number}" for number in range(40)]
    lab = _lab()
    Velero(lab, window_start=23, window_hours=2)
    for name in names:
        Keeper(lab, name)
    times = {name: _schedules(lab)[name]["schedule"] for name in names}
    assert {line.split()[1] for line in times.values()} == {"23", "0"}
    assert len(set(times.values())) > 25
    fewer = _lab()
    Velero(fewer, window_start=23, window_hours=2)
    Keeper(fewer, "app-7")
    assert _schedules(fewer)["app-7"]["schedule"] == times["app-7"]


def test_namespaces_of_nobody() -> None:
    lab = _lab()
    Velero(lab, extra_namespaces=["by-hand"])
    assert _schedules(lab)["by-hand"]["template"]["includedNamespaces"] == ["by-hand"]


@pytest.mark.parametrize(("nas", "bucket_url"), [(True, "https://nas.example.com:9000"), (False, None)])
def test_copies_go_out_of_the_lab_where_they_can(*, nas: bool, bucket_url: str | None) -> None:
    lab = _lab(nas=nas)
    Velero(lab)
    [location] = one(lab, "HelmRelease", "velero")["spec"]["values"]["configuration"]["backupStorageLocation"]
    assert location["config"]["s3Url"] == (bucket_url or "http://seaweedfs-all-in-one.seaweedfs.svc:8333")
    assert location["config"]["checksumAlgorithm"] == ""


def test_velero_reads_the_keys_in_the_form_that_it_knows() -> None:
    lab = _lab()
    Velero(lab)
    name = one(lab, "HelmRelease", "velero")["spec"]["values"]["credentials"]["existingSecret"]
    data = one(lab, "ExternalSecret", name, "velero")["spec"]["target"]["template"]["data"]
    assert list(data) == ["cloud"]
    assert data["cloud"].splitlines() == [
        "[default]",
        'aws_access_key_id={{ index . "access-key-id" }}',
        'aws_secret_access_key={{ index . "secret-access-key" }}',
    ]


def _postgresql(**options: object) -> Lab:
    lab = _lab()
    CertManager(lab)
    CloudNativePG(lab)
    BarmanCloud(lab)
    PostgreSQL(lab, "postgresql-main", **options)  # type: ignore[arg-type]  # as tests name them
    return lab


def test_a_database_has_backups_of_its_own() -> None:
    lab = _postgresql(backup_retention_days=30)
    [plugin] = one(lab, "Cluster", "postgresql-main")["spec"]["plugins"]
    assert plugin["isWALArchiver"] is True
    store = one(lab, "ObjectStore", plugin["parameters"]["barmanObjectName"])["spec"]
    assert store["retentionPolicy"] == "30d"
    assert store["configuration"]["destinationPath"] == "s3://postgresql-main/"
    env = {entry["name"]: entry["value"] for entry in store["instanceSidecarConfiguration"]["env"]}
    assert env["AWS_REQUEST_CHECKSUM_CALCULATION"] == env["AWS_RESPONSE_CHECKSUM_VALIDATION"] == "when_required"
    keys = one(lab, "ExternalSecret", "postgresql-main-s3", "postgresql-main")["spec"]["target"]["template"]["data"]
    named = store["configuration"]["s3Credentials"].values()
    assert {(item["name"], item["key"]) for item in named} == {("postgresql-main-s3", key) for key in keys}


def test_a_database_makes_a_base_backup_each_night_and_one_at_once() -> None:
    spec = one(_postgresql(), "ScheduledBackup", "postgresql-main")["spec"]
    assert re.fullmatch(r"0 \d{1,2} [1-4] \* \* \*", spec["schedule"])
    assert (spec["method"], spec["immediate"]) == ("plugin", True)
    spec = one(_postgresql(backup_schedule="0 0 12 * * *"), "ScheduledBackup", "postgresql-main")["spec"]
    assert spec["schedule"] == "0 0 12 * * *"


def test_the_files_of_a_database_are_left_alone() -> None:
    lab = _postgresql()
    Velero(lab)
    assert _schedules(lab)["postgresql-main"]["template"]["defaultVolumesToFsBackup"] is False


@pytest.mark.parametrize("nowhere", [True, False], ids=["no-store", "off"])
def test_a_database_without_backups(*, nowhere: bool) -> None:
    if nowhere:
        lab = Lab()
        ExternalSecrets(lab)
        CloudNativePG(lab)
        PostgreSQL(lab, "postgresql-main")
    else:
        lab = _postgresql(backup="off")
    assert "plugins" not in one(lab, "Cluster", "postgresql-main")["spec"]
    assert not [body for body in bodies(lab) if body["kind"] in ("ObjectStore", "ScheduledBackup")]


def test_a_database_begins_with_what_another_left() -> None:
    lab = _postgresql(
        restore_from="postgresql-main", restore_until="2027-01-31T12:00:00Z", backup_folder="postgresql-main-2"
    )
    spec = one(lab, "Cluster", "postgresql-main")["spec"]
    assert spec["bootstrap"]["recovery"] == {
        "source": "backup",
        "recoveryTarget": {"targetTime": "2027-01-31T12:00:00Z"},
    }
    [source] = spec["externalClusters"]
    assert source["plugin"]["parameters"] == {"barmanObjectName": "postgresql-main", "serverName": "postgresql-main"}
    [plugin] = spec["plugins"]
    assert plugin["parameters"] == {"barmanObjectName": "postgresql-main", "serverName": "postgresql-main-2"}


def test_a_restored_database_never_writes_over_its_own_past() -> None:
    with pytest.raises(BuildError, match="give it a new one with backupFolder, such as postgresql-main-2"):
        _postgresql(restore_from="postgresql-main")


def test_what_was_never_backed_up_cannot_be_restored() -> None:
    with pytest.raises(BuildError, match="restoreFrom needs backups; add Barman Cloud and object storage to the lab"):
        _postgresql(restore_from="postgresql-old", backup="off")
