"""PostgreSQL: a cluster of CloudNativePG that grants a database to each claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, Unpack

import constructs

from .._errors import BuildError
from ..constructs import (
    BucketStore,
    CommonOptions,
    Component,
    ComponentInfo,
    CredentialStore,
    Database,
    Endpoint,
    Generated,
    Outside,
    Pods,
    PostgresServer,
    StorageClass,
    UnitChart,
    quorum,
    resources,
    store_for_backups,
)
from ..model import (
    Body,
    ContainerFact,
    DnsLabel,
    Minimum,
    Quantity,
    VolumeFact,
    parse_bytes,
    parse_cores,
)
from ._postgresql_alerts import METRICS_PORT, alerts
from ._postgresql_instances import PORT, PORTS, STATUS_PORT, instances_of
from .barman_cloud import BACKUP_ALERTS, SIDECAR, PostgresBackups
from .cloudnative_pg import CloudNativePG, PostgresOperator

__all__ = ["PostgreSQL"]

IMAGE = "ghcr.io/cloudnative-pg/postgresql:18.4-system-trixie"
"""The operator's own default (source: CloudNativePG 1.30)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """How the backups of a server are kept, and which it begins with; the fields are options of `PostgreSQL`."""

    retention_days: int
    schedule: str | None
    store: str | None
    folder: str | None
    restore_from: str | None
    restore_until: str | None


class PostgreSQL(Component):
    """A PostgreSQL server that several consumers share: each claim gets a database and a role of its own in it."""

    info = ComponentInfo(
        name="postgresql",
        title="PostgreSQL",
        about="relational databases, one server for many consumers",
        slot="databases",
        layer="data",
        phase=2,
        docs="https://cloudnative-pg.io/documentation/current/",
        provides=(PostgresServer,),
        requires=(PostgresOperator, CredentialStore),
        uses=(StorageClass, BucketStore, PostgresBackups),
        brings=("cloudnative-pg",),
        licence="PostgreSQL",
        holds_data=True,
        # Its files change while they are copied: only its own backups can be restored.
        copy_volumes=False,
        proposed=True,
    )

    def __init__(
        self,
        scope: constructs.Construct,
        id: str,
        *,
        instances: Annotated[int, Minimum(1)] | None = None,
        storage_size: Quantity = "10Gi",
        storage_class: str | None = None,
        image_name: str = IMAGE,
        cpu: Quantity = "100m",
        memory: Quantity = "512Mi",
        memory_limit: Quantity = "1Gi",
        backup: Literal["auto", "off"] = "auto",
        backup_retention_days: Annotated[int, Minimum(1)] = 14,
        backup_schedule: str | None = None,
        backup_store: str | None = None,
        backup_folder: DnsLabel | None = None,
        restore_from: DnsLabel | None = None,
        restore_until: str | None = None,
        operator: PostgresOperator | None = None,
        credentials: CredentialStore | None = None,
        **common: Unpack[CommonOptions],
    ) -> None:
        """Run a PostgreSQL server.

        Args:
            scope: the lab, or any cdk8s app or chart.
            id: construct id; in a lab `postgresql-` and the instance's name.
            instances: servers, one of them the primary; by default one on one or two machines, else three.
            storage_size: size of each server's volume; by default `10Gi`.
            storage_class: the StorageClass of the volumes; by default the lab's default class.
            image_name: image of the servers with a pinned tag; by default the operator's own default, PostgreSQL 18.
            cpu: requested CPU of each server; by default `100m`.
            memory: requested memory of each server; by default `512Mi`.
            memory_limit: the memory at which a server is stopped; by default `1Gi`.
            backup: whether it is backed up, so that it can be restored to any point in time; by default wherever the lab has
                object storage and Barman Cloud.
            backup_retention_days: how far back it can be restored; by default 14 days.
            backup_schedule: when base backups are made, a cron line of six fields of which the first is the second; by
                default once each night, at a minute that follows from its name.
            backup_store: the object storage by its name; by default the first one outside of the lab, else the first one.
            backup_folder: its folder in the bucket; by default its name. After a restore it needs a new one.
            restore_from: the folder of the bucket whose backups it begins with when it is created; by default it begins
                empty.
            restore_until: the point in time that it is restored to, as in `2027-01-31T12:00:00Z`; by default the last one.
            operator: who runs the cluster; by default the lab's CloudNativePG.
            credentials: where the passwords come from; by default the lab's.
            **common: what every component takes.

        Raises:
            BuildError: it is to be restored from the folder that it writes to, or from backups that the lab has not.
            CapabilityError: nothing provides an operator or generated credentials.
        """
        super().__init__(scope, id, **common)
        self.operator = operator or self.require(PostgresOperator)
        self.credentials = credentials or self.require(CredentialStore)
        self.cluster = id
        self.pods = Pods(namespace=self.namespace, labels={"cnpg.io/cluster": id})
        self.endpoint = Endpoint(pods=self.pods, port=PORT, name="postgresql")
        self.timeout = 15
        self.add_namespace(pod_security=self.info.pod_security)
        storage: Body = {"size": storage_size}
        known = self.optional(StorageClass)
        class_name = storage_class or (known.name if known else "")
        if class_name:
            storage["storageClass"] = class_name
        servers = quorum(self.nodes) if instances is None else instances
        kept = _Kept(
            retention_days=backup_retention_days,
            schedule=backup_schedule,
            store=backup_store,
            folder=backup_folder,
            restore_from=restore_from,
            restore_until=restore_until,
        )
        backups = self._add_backup(kept) if backup == "auto" else {}
        if restore_from and not backups:
            raise BuildError(f"{self.path}: restoreFrom needs backups; add Barman Cloud and object storage to the lab")
        self.protect(
            self.add_manifest(
                {
                    "apiVersion": "postgresql.cnpg.io/v1",
                    "kind": "Cluster",
                    "metadata": {"name": id, "namespace": self.namespace},
                    "spec": {
                        "instances": servers,
                        "imageName": image_name,
                        "enableSuperuserAccess": False,
                        "storage": storage,
                        "affinity": {"topologyKey": "kubernetes.io/hostname"},
                        "resources": resources(cpu=cpu, memory=memory, limit=memory_limit),
                        **backups,
                    },
                }
            )
        )
        self.children.append(
            instances_of(
                self.pods,
                replicas=servers,
                server=ContainerFact(
                    name="postgres",
                    image=image_name,
                    cpu_request=parse_cores(cpu),
                    memory_request=parse_bytes(memory),
                    memory_limit=parse_bytes(memory_limit),
                    ports=PORTS,
                ),
                beside=(SIDECAR,) if backups else (),
                volume=VolumeFact(name=id, size=parse_bytes(storage_size), storage_class=class_name, per_replica=True),
            )
        )
        self._open()
        self.provide(_Server(self, name=id.removeprefix(f"{self.info.name}-")))

    def _add_backup(self, kept: _Kept) -> Body:
        """What the cluster says of its backups; nothing in a lab that has nowhere to keep them."""
        backups = self.optional(PostgresBackups)
        store = store_for_backups(self, name=kept.store)
        if backups is None or store is None:
            return {}
        entry = backups.back_up(
            self,
            cluster=self.cluster,
            client=self.pods,
            store=store,
            retention_days=kept.retention_days,
            schedule=kept.schedule,
            folder=kept.folder,
        )
        self.monitoring.alert("postgresql-backup", BACKUP_ALERTS)
        restored: Body = {}
        if kept.restore_from:
            if kept.restore_from == (kept.folder or self.cluster):
                raise BuildError(
                    f"{self.path}: restoreFrom names the folder {kept.restore_from} that it writes to itself; give it a"
                    f" new one with backupFolder, such as {kept.restore_from}-2"
                )
            restored = backups.restore(self.cluster, folder=kept.restore_from, until=kept.restore_until)
        return {"plugins": [entry], **restored}

    def _open(self) -> None:
        self.network.allow_egress(self.pods, to=Outside(what="apiserver"))
        self.network.connect(self.pods, self.endpoint)
        self.network.connect(self.pods, Endpoint(pods=self.pods, port=STATUS_PORT, name="postgresql-status"))
        self.monitoring.scrape(Endpoint(pods=self.pods, port=METRICS_PORT, name=self.cluster))
        self.monitoring.alert(self.cluster, alerts(self.namespace))
        provider = self.operator.provider
        if isinstance(provider, CloudNativePG):
            status = Endpoint(pods=self.pods, port=STATUS_PORT, name="postgresql-status")
            provider.network.connect(provider.pods, status)
            provider.network.connect(provider.pods, self.endpoint)


class _Server(PostgresServer):
    def __init__(self, postgresql: PostgreSQL, *, name: str) -> None:
        super().__init__(name=name, provider=postgresql)
        self._postgresql = postgresql

    def claim(self, consumer: UnitChart, *, client: Pods, database: str | None = None) -> Database:
        """A Database and a DatabaseRole in the cluster, one password for both sides, and the edge between them."""
        server = self._postgresql
        name = database or consumer.construct_id.replace("-", "_")
        resource = f"{consumer.construct_id}-{name}".replace("_", "-") if database else consumer.construct_id
        host = f"{server.cluster}-rw.{server.namespace}.svc"
        store = server.credentials
        credential = store.declare(
            consumer,
            f"{resource}-postgresql",
            fixed={"username": name},
            generated={"password": Generated(length=32)},
            about=f"the role {name} of {server.cluster}",
        )
        role = store.hand_over(
            consumer,
            credential,
            secret=f"{resource}-role",
            namespace=server.namespace,
            type="kubernetes.io/basic-auth",
            labels={"cnpg.io/reload": "true"},
        )
        login = "{{ .username }}:{{ .password }}"
        secret = store.hand_over(
            consumer,
            credential,
            secret=f"{resource}-postgresql",
            keys={
                "host": host,
                "port": str(PORT),
                "database": name,
                "username": "{{ .username }}",
                "password": "{{ .password }}",
                "uri": f"postgresql://{login}@{host}:{PORT}/{name}",
            },
        )
        self._add(consumer, "DatabaseRole", resource, {"name": name, "login": True, "passwordSecret": {"name": role}})
        self._add(consumer, "Database", resource, {"name": name, "owner": name, "databaseReclaimPolicy": "retain"})
        consumer.network.connect(client, server.endpoint)
        return Database(host=host, port=PORT, name=name, user=name, secret=secret, server=server.endpoint)

    def _add(self, consumer: UnitChart, kind: str, name: str, spec: Body) -> None:
        server = self._postgresql
        consumer.protect(
            consumer.add_manifest(
                {
                    "apiVersion": "postgresql.cnpg.io/v1",
                    "kind": kind,
                    "metadata": {"name": name, "namespace": server.namespace},
                    "spec": {"cluster": {"name": server.cluster}, **spec},
                }
            )
        )
