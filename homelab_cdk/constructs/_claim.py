"""What apps and systems wish for, and the capabilities that grant it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ..model import PortFact
from ._capability import Capability
from ._credential import key_reference
from ._network import Endpoint, Outside, Pods

if TYPE_CHECKING:
    from ._manifest import Manifest
    from ._unit_chart import UnitChart

__all__ = [
    "ACCESS_KEY_ID",
    "SECRET_ACCESS_KEY",
    "Bucket",
    "BucketStore",
    "Cache",
    "CacheServer",
    "CertificateIssuer",
    "Certificates",
    "Cni",
    "Database",
    "Gateway",
    "GatewayApi",
    "LoadBalancer",
    "PostgresServer",
    "ResourceMetrics",
    "StorageClass",
]


class LoadBalancer(Capability):
    """Gives Services of type LoadBalancer an address."""

    title = "a load balancer"


class GatewayApi(Capability):
    """The CRDs of the Gateway API are there."""

    title = "the Gateway API"


class Cni(Capability):
    """The pod network.

    Attributes:
        enforces_policies: whether it keeps pods from each other as NetworkPolicies say.
        ports: the ports that it takes on each machine beside those that its pods declare, with what each is for as name.
    """

    title = "a CNI"

    def __init__(
        self,
        *,
        name: str,
        provider: UnitChart | None = None,
        enforces_policies: bool = True,
        ports: Sequence[PortFact] = (),
    ) -> None:
        """Describe a pod network."""
        super().__init__(name=name, provider=provider)
        self.enforces_policies = enforces_policies
        self.ports = tuple(ports)


class ResourceMetrics(Capability):
    """CPU and memory of pods and nodes through the API server (`kubectl top`, autoscalers)."""

    title = "resource metrics"


class StorageClass(Capability):
    """Makes persistent volumes; `name` is the StorageClass.

    Attributes:
        copies: on how many disks each volume lies; a volume takes its size that many times.
        node_bound: whether a volume stays on the node where it was made, and its pod with it.
        reserve: percentage of each disk that volumes leave to everything else.
    """

    title = "a storage class"

    def __init__(
        self,
        *,
        name: str,
        provider: UnitChart | None = None,
        copies: int = 1,
        node_bound: bool = False,
        reserve: int = 0,
    ) -> None:
        """Describe the volumes of a StorageClass; by default one copy that can be attached anywhere."""
        super().__init__(name=name, provider=provider)
        self.copies = copies
        self.node_bound = node_bound
        self.reserve = reserve


ACCESS_KEY_ID, SECRET_ACCESS_KEY = key_reference("access-key-id"), key_reference("secret-access-key")
"""What stands for the keys of a bucket in a Secret of the consumer's own making."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """A bucket that was granted.

    Attributes:
        endpoint: address of the S3 server, a URL.
        name: name of the bucket.
        region: its region.
        secret: name of the Secret in the consumer's namespace; keys `access-key-id` and `secret-access-key`, unless the
            consumer asked for others.
        path_style: whether the bucket's name goes into the path of a URL instead of the host name.
    """

    endpoint: str
    name: str
    region: str
    secret: str
    path_style: bool = True


class BucketStore(Capability):
    """S3 buckets.

    Attributes:
        in_lab: whether they lie on the disks of the lab's own machines; then they are lost together with the lab.
    """

    title = "S3 object storage"

    def __init__(self, *, name: str, provider: UnitChart | None = None, in_lab: bool = True) -> None:
        """Describe where the buckets are."""
        super().__init__(name=name, provider=provider)
        self.in_lab = in_lab

    @abstractmethod
    def claim(self, consumer: UnitChart, *, client: Pods, bucket: str, keys: Mapping[str, str] | None = None) -> Bucket:
        """Grant a bucket, and let the client's pods reach the server.

        Args:
            consumer: who wishes for it.
            client: the pods that connect.
            bucket: name of the bucket, unique in the lab.
            keys: the keys of the Secret that the consumer gets, each with the text it holds, in which `ACCESS_KEY_ID` and
                `SECRET_ACCESS_KEY` stand for the values; by default both under their own names.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Cache:
    """A cache that was granted.

    Attributes:
        host: DNS name of the server.
        port: port of the server.
        secret: name of the Secret in the consumer's namespace; keys `password` and `uri`.
    """

    host: str
    port: int
    secret: str


class CacheServer(Capability):
    """A Redis-compatible cache."""

    title = "a cache"

    @abstractmethod
    def claim(self, consumer: UnitChart, *, client: Pods) -> Cache:
        """Grant a user of its own, and let the client's pods reach the server."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateIssuer:
    """Who signs: an issuer of cert-manager by kind and name."""

    kind: str
    name: str
    group: str = "cert-manager.io"


class Certificates(Capability):
    """Signs TLS certificates."""

    title = "TLS certificates"

    @abstractmethod
    def certificate(self, owner: UnitChart, *, secret: str, hosts: tuple[str, ...]) -> Manifest:
        """Ask for a certificate for some host names, kept in a Secret of the owner's namespace."""


class Gateway(Capability):
    """The way in from outside: routes host names to Services.

    Attributes:
        scheme: how browsers reach the host names; by default `https`.
    """

    title = "an ingress"

    scheme: Literal["http", "https"] = "https"

    @abstractmethod
    def route(self, owner: UnitChart, *, host: str, service: str, port: int, to: Endpoint, name: str) -> Manifest:
        """Route a host name to a Service of the owner, with the edge from the gateway's pods to the endpoint.

        Args:
            owner: whose Service it is.
            host: full host name.
            service: name of the Service.
            port: port of the Service.
            to: the pods behind it.
            name: name of the route.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """A database that was granted: where it is, and the Secret of the consumer that holds user and password.

    Attributes:
        host: DNS name of the server.
        port: port of the server.
        name: name of the database.
        user: name of the role that owns it.
        secret: name of the Secret in the consumer's namespace; keys `host`, `port`, `database`, `username`, `password`, `uri`.
        server: the pods behind the host; nothing where it stands outside of the lab.
    """

    host: str
    port: int
    name: str
    user: str
    secret: str
    server: Endpoint | None = None


class PostgresServer(Capability):
    """A PostgreSQL server that grants databases."""

    title = "PostgreSQL"

    @abstractmethod
    def claim(self, consumer: UnitChart, *, client: Pods, database: str | None = None) -> Database:
        """Grant a database with a role of its own, and let the client's pods reach it.

        Args:
            consumer: who wishes for it.
            client: the pods that connect.
            database: name of database and role; by default the consumer's id with `_` for `-`.
        """

    @staticmethod
    def from_secret_name(secret: str, *, host: str, port: int = 5432, database: str, user: str) -> PostgresServer:
        """A database outside of the lab whose Secret exists already in the consumer's namespace."""
        return _ExistingDatabase(Database(host=host, port=port, name=database, user=user, secret=secret))


class _ExistingDatabase(PostgresServer):
    def __init__(self, database: Database) -> None:
        super().__init__(name=database.secret)
        self._database = database

    def claim(self, consumer: UnitChart, *, client: Pods, database: str | None = None) -> Database:
        """The existing database, whatever name is wished for; its address may be anywhere."""
        consumer.network.allow_egress(client, to=Outside(what="anywhere"), port=self._database.port)
        return self._database
