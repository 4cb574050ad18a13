"""Barman Cloud: backups of PostgreSQL in an S3 bucket, at any point in time."""

from __future__ import annotations

import hashlib
from typing import Unpack

import constructs

from ..constructs import (
    AlertRule,
    BucketStore,
    Capability,
    Certificates,
    CommonOptions,
    Component,
    ComponentInfo,
    Endpoint,
    Outside,
    Pods,
    UnitChart,
    resources,
)
from ..model import Body, ChartPin, ContainerFact, parse_bytes, parse_cores
from .cloudnative_pg import CloudNativePG, PostgresOperator

__all__ = ["BACKUP_ALERTS", "SIDECAR", "BarmanCloud", "PostgresBackups"]

PLUGIN = "barman-cloud.cloudnative-pg.io"
"""The plugin's name (source: `internal/cnpgi/metadata` of plugin-barman-cloud 0.13)."""

PORT = 9090
"""Where the operator calls it (source: the chart's `service.port` and `--server-address`)."""

SIZE = {"cpu": "20m", "memory": "128Mi", "limit": "512Mi"}

SIDECAR = ContainerFact(
    name="plugin-barman-cloud",
    image="",
    sidecar=True,
    cpu_request=parse_cores(SIZE["cpu"]),
    memory_request=parse_bytes(SIZE["memory"]),
    memory_limit=parse_bytes(SIZE["limit"]),
)
"""What runs beside each server of a cluster with backups, as an init container that goes on running."""


NIGHT = (1, 4)
"""From which hour on, in UTC, and within how many hours base backups are made, spread by name."""


_LAST_BACKUP = "max by (namespace) (barman_cloud_cloudnative_pg_io_last_available_backup_timestamp)"

BACKUP_ALERTS = (
    AlertRule(
        name="PostgresBackupTooOld",
        expr=f"time() - ({_LAST_BACKUP} > 0) > 36 * 3600",
        minutes=30,
        severity="critical",
        summary="The last good backup of PostgreSQL in {{ $labels.namespace }} is {{ $value | humanizeDuration }} old",
        description="See `kubectl get backups.postgresql.cnpg.io` in its namespace, and the log of the container"
        " plugin-barman-cloud of its primary.",
    ),
    AlertRule(
        name="PostgresNeverBackedUp",
        expr=f"{_LAST_BACKUP} == 0",
        minutes=6 * 60,
        severity="critical",
        summary="There is no backup of PostgreSQL in {{ $labels.namespace }}",
        description="See `kubectl get backups.postgresql.cnpg.io` in its namespace.",
    ),
)
"""Metrics: the documentation of plugin-barman-cloud 0.13, page "Observability"; the instances serve them with their own."""


class PostgresBackups(Capability):
    """Backups of clusters of CloudNativePG: a base backup each night, and every change as it happens."""

    title = "backups of PostgreSQL"

    def back_up(
        self,
        owner: UnitChart,
        *,
        cluster: str,
        client: Pods,
        store: BucketStore,
        retention_days: int,
        schedule: str | None = None,
        folder: str | None = None,
    ) -> Body:
        """Add what a cluster of the owner needs to be backed up.

        Args:
            owner: whose cluster it is.
            cluster: its name; also the name of the bucket.
            client: the pods of the cluster.
            store: where the backups go.
            retention_days: how far back it can be restored.
            schedule: when a base backup is made, in six fields of which the first is the second; by default once each night.
            folder: its folder in the bucket; by default the cluster's name.

        Returns:
            The entry of the cluster's `plugins`.
        """
        granted = store.claim(owner, client=client, bucket=cluster)
        keys = {"accessKeyId": "access-key-id", "secretAccessKey": "secret-access-key"}
        configuration: Body = {
            "destinationPath": f"s3://{granted.name}/",
            "endpointURL": granted.endpoint,
            "s3Credentials": {field: {"name": granted.secret, "key": key} for field, key in keys.items()},
            "wal": {"compression": "gzip"},
            "data": {"compression": "gzip"},
        }
        self._add(
            owner,
            "barmancloud.cnpg.io/v1",
            "ObjectStore",
            cluster,
            {
                "configuration": configuration,
                "retentionPolicy": f"{retention_days}d",
                "instanceSidecarConfiguration": {
                    "env": _environment(granted.region),
                    "resources": resources(**SIZE),
                },
            },
        )
        self._add(
            owner,
            "postgresql.cnpg.io/v1",
            "ScheduledBackup",
            cluster,
            {
                "schedule": schedule or _nightly(cluster),
                "cluster": {"name": cluster},
                "method": "plugin",
                "pluginConfiguration": {"name": PLUGIN},
                "backupOwnerReference": "self",
                # Without a base backup nothing can be restored: the first one does not wait for the night.
                "immediate": True,
            },
        )
        return {"name": PLUGIN, "isWALArchiver": True, "parameters": _parameters(cluster, folder)}

    def restore(self, cluster: str, *, folder: str, until: str | None = None) -> Body:
        """What a cluster says when it begins with what a folder of its bucket holds.

        Args:
            cluster: its name; also the name of the bucket.
            folder: the folder of the cluster that is lost; not the one that it writes to itself.
            until: the point in time, as in `2027-01-31T12:00:00Z`; by default the last one there is.
        """
        recovery: Body = {"source": "backup"}
        if until is not None:
            recovery["recoveryTarget"] = {"targetTime": until}
        source = {"name": "backup", "plugin": {"name": PLUGIN, "parameters": _parameters(cluster, folder)}}
        return {"bootstrap": {"recovery": recovery}, "externalClusters": [source]}

    @staticmethod
    def _add(owner: UnitChart, version: str, kind: str, name: str, spec: Body) -> None:
        metadata = {"name": name, "namespace": owner.namespace}
        owner.protect(owner.add_manifest({"apiVersion": version, "kind": kind, "metadata": metadata, "spec": spec}))


class BarmanCloud(Component):
    """The plugin of CloudNativePG that keeps base backups and the log of changes of each cluster in a bucket."""

    info = ComponentInfo(
        name="barman-cloud",
        title="Barman Cloud",
        about="backups of PostgreSQL in an S3 bucket, restorable to any point in time",
        slot="databaseOperators",
        layer="data",
        phase=4,
        docs="https://cloudnative-pg.io/plugin-barman-cloud/",
        namespace="cnpg-system",
        chart=ChartPin(
            name="plugin-barman-cloud", version="0.7.0", repository="https://cloudnative-pg.github.io/charts"
        ),
        provides=(PostgresBackups,),
        requires=(PostgresOperator, Certificates),
        brings=("cloudnative-pg",),
        licence="Apache-2.0",
        wide_rights="reads the keys of the buckets that PostgreSQL servers of any namespace name",
        holds_data=True,
        proposed=True,
    )

    def __init__(
        self,
        scope: constructs.Construct,
        id: str = "barman-cloud",
        *,
        operator: PostgresOperator | None = None,
        **common: Unpack[CommonOptions],
    ) -> None:
        """Install the plugin beside the operator.

        Args:
            scope: the lab, or any cdk8s app or chart.
            id: construct id and name of the unit.
            operator: who calls it; by default the lab's CloudNativePG.
            **common: what every component takes; the namespace has to be the operator's.

        Raises:
            CapabilityError: nothing provides an operator for PostgreSQL or certificates.
        """
        super().__init__(scope, id, **common)
        provider = (operator or self.require(PostgresOperator)).provider
        # Between the two runs TLS with certificates of cert-manager, which the chart asks for itself.
        self.require(Certificates)
        self.add_namespace(pod_security=self.info.pod_security)
        release = self.add_chart(
            {"crds": {"create": True}, "resources": resources(cpu="10m", memory="64Mi", limit="192Mi")}
        )
        labels = {"app.kubernetes.io/name": "plugin-barman-cloud", "app.kubernetes.io/instance": release.release.name}
        plugin = Endpoint.of_service(release, "barman-cloud", PORT, fallback=labels, number=PORT)
        self.network.allow_egress(plugin.pods, to=Outside(what="apiserver"))
        if isinstance(provider, CloudNativePG):
            self.network.connect(provider.pods, plugin)
        self.provide(PostgresBackups(name=id, provider=self))


def _parameters(store: str, folder: str | None) -> Body:
    return {"barmanObjectName": store, **({"serverName": folder} if folder else {})}


def _environment(region: str) -> list[Body]:
    """The checksums that Amazon's library adds by itself are what other servers stumble over."""
    values = {
        "AWS_DEFAULT_REGION": region,
        "AWS_REQUEST_CHECKSUM_CALCULATION": "when_required",
        "AWS_RESPONSE_CHECKSUM_VALIDATION": "when_required",
    }
    return [{"name": name, "value": value} for name, value in values.items()]


def _nightly(name: str) -> str:
    """Always at the same minute of the night for one name."""
    first, hours = NIGHT
    minute = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big") % (hours * 60)
    return f"0 {minute % 60} {first + minute // 60} * * *"
