"""Components with stable options, so that a change of a real one does not change what the reader's tests expect.

They carry the names of real components and never stay in the catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Unpack

import constructs

from homelab_cdk.constructs import (
    Capability,
    CommonOptions,
    Component,
    ComponentInfo,
    PostgresServer,
    components,
    forget,
    register,
)
from homelab_cdk.model import ByteSize, Duration, EmailAddress, IpAddress, IpRange, Layer, Maximum, Minimum, Quantity

_REAL = components()
for _kind in _REAL:
    forget(_kind.info.name)


def _info(
    name: str,
    slot: str,
    layer: Layer,
    *,
    provides: tuple[type[Capability], ...] = (),
    requires: tuple[type[Capability], ...] = (),
) -> ComponentInfo:
    return ComponentInfo(
        name=name,
        title=name.title(),
        about=f"{name} as the tests know it",
        slot=slot,
        layer=layer,
        phase=1,
        docs=f"https://{name}.example.com",
        provides=provides,
        requires=requires,
    )


class MetalLB(Component):
    info = _info("metallb", "loadBalancer", "infrastructure")

    def __init__(
        self,
        scope: constructs.Construct,
        id: str,
        *,
        addresses: Sequence[IpRange] | None = None,
        protocol: Literal["layer2", "bgp"] = "layer2",
        **common: Unpack[CommonOptions],
    ) -> None:
        """Install it.

        Args:
            scope: the lab.
            id: construct id.
            addresses: ranges that are handed out; by default the lab's.
            protocol: how addresses are announced; by default by ARP.
        """


class Traefik(Component):
    info = _info("traefik", "ingress", "platform")

    def __init__(
        self,
        scope: constructs.Construct,
        id: str,
        *,
        replicas: Annotated[int, Minimum(1), Maximum(9)] | None = None,
        load_balancer_ip: IpAddress | None = None,
        access_log: bool = False,
        timeout: Duration = "30s",
        **common: Unpack[CommonOptions],
    ) -> None:
        """Install it.

        Args:
            scope: the lab.
            id: construct id.
            replicas: pods; by default one per machine, at most two.
            load_balancer_ip: its address; by default the next free one.
            access_log: whether each request is logged; by default not.
            timeout: how long a request may take; by default 30 seconds.
        """


class Kong(Component):
    info = _info("kong", "ingress", "platform")


@dataclass(frozen=True, kw_only=True)
class Acme:
    """An account with an ACME server.

    Attributes:
        email: where expiry warnings go.
        dns01: the solver, as cert-manager writes it.
        server: directory of the server; by default Let's Encrypt's.
    """

    email: EmailAddress
    dns01: Mapping[str, Any]
    server: str = "https://acme-v02.api.letsencrypt.org/directory"


class CertManager(Component):
    info = _info("cert-manager", "certificates", "platform")

    def __init__(
        self,
        scope: constructs.Construct,
        id: str,
        *,
        issuer: Literal["private-ca", "acme"] = "private-ca",
        acme: Acme | None = None,
        **common: Unpack[CommonOptions],
    ) -> None:
        """Install it.

        Args:
            scope: the lab.
            id: construct id.
            issuer: who signs; by default a CA of the lab's own.
            acme: the account for the issuer `acme`.
        """


class PostgreSQL(Component):
    info = _info("postgresql", "databases", "data", provides=(PostgresServer,))

    def __init__(
        self,
        scope: constructs.Construct,
        id: str,
        *,
        instances: Literal[1, 3] | None = None,
        storage_size: ByteSize = "10Gi",
        cpu: Quantity = "100m",
        **common: Unpack[CommonOptions],
    ) -> None:
        """Run a server.

        Args:
            scope: the lab.
            id: construct id.
            instances: servers; by default one, or three on three machines and more.
            storage_size: size of each volume; by default `10Gi`.
            cpu: requested CPU; by default `100m`.
        """


class MySQL(Component):
    info = _info("postgresql-main", "databases", "data")


class Gitea(Component):
    info = _info("gitea", "gitServer", "delivery", requires=(PostgresServer,))

    def __init__(
        self,
        scope: constructs.Construct,
        id: str,
        *,
        admin_email: EmailAddress,
        database: PostgresServer | str | None = None,
        **common: Unpack[CommonOptions],
    ) -> None:
        """Install it.

        Args:
            scope: the lab.
            id: construct id.
            admin_email: address of the first administrator.
            database: the PostgreSQL that it uses, by the name of the instance; by default the only one.
        """


class GitLab(Component):
    info = _info("gitlab", "gitServer", "delivery")


CATALOGUE = components()

for _kind in CATALOGUE:
    forget(_kind.info.name)
for _kind in _REAL:
    register(_kind)
