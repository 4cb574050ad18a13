"""PostgreSQL: a cluster of CloudNativePG that grants a database to each claim."""

from __future__ import annotations

from typing import Annotated, Unpack

import constructs

from ..constructs import (
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
)
from ..model import (
    Body,
    ContainerFact,
    Minimum,
    PortFact,
    Quantity,
    VolumeFact,
    WorkloadFact,
    parse_bytes,
    parse_cores,
)
from ._postgresql_alerts import METRICS_PORT, alerts
from .cloudnative_pg import CloudNativePG, PostgresOperator

__all__ = ["PostgreSQL"]

IMAGE = "ghcr.io/cloudnative-pg/postgresql:18.4-system-trixie"
"""The operator's own default (source: CloudNativePG 1.30)."""

PORT, STATUS_PORT = 5432, 8000
"""Where the instances serve SQL, and where the operator asks for their status (source: CloudNativePG)."""


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
        uses=(StorageClass,),
        brings=("cloudnative-pg",),
        holds_data=True,
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
            operator: who runs the cluster; by default the lab's CloudNativePG.
            credentials: where the passwords come from; by default the lab's.
            **common: what every component takes.

        Raises:
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
                    },
                }
            )
        )
        self.children.append(
            _instances(
                self.pods,
                replicas=servers,
                server=ContainerFact(
                    name="postgres",
                    image=image_name,
                    cpu_request=parse_cores(cpu),
                    memory_request=parse_bytes(memory),
                    memory_limit=parse_bytes(memory_limit),
                    ports=_PORTS,
                ),
                volume=VolumeFact(name=id, size=parse_bytes(storage_size), storage_class=class_name, per_replica=True),
            )
        )
        self._open()
        self.provide(_Server(self, name=id.removeprefix(f"{self.info.name}-")))

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


_PORTS = (
    PortFact(name="postgresql", number=PORT),
    PortFact(name="metrics", number=METRICS_PORT),
    PortFact(name="status", number=STATUS_PORT),
)


def _instances(pods: Pods, *, replicas: int, server: ContainerFact, volume: VolumeFact) -> WorkloadFact:
    """The pods that the operator makes for a cluster, each with a volume of its own, on different machines if it can.

    The init container that copies the operator's binary into them has the server's own requests, and runs before it
    (source: CloudNativePG's documentation: labels, ports, `affinity.podAntiAffinityType: preferred` as the default).
    """
    return WorkloadFact(
        kind="Pod",
        namespace=pods.namespace,
        name=volume.name,
        replicas=replicas,
        labels=(*sorted(pods.labels.items()), ("cnpg.io/podRole", "instance")),
        containers=(server,),
        volumes=(volume,),
        apart="preferred",
    )


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
