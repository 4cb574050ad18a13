"""The addresses of a lab: who has which, in one ledger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from .._errors import BuildError
from ..model import Address, AddressRange, Network, parse_address
from ..order import Built
from ._addresses import wanted
from ._read import at, maps, texts
from ._rule import once

__all__ = ["AddressClaim", "Taker", "addresses", "cluster_addresses", "pools"]

Taker = Literal[
    "node network",
    "pod network",
    "service network",
    "machine",
    "API",
    "DHCP",
    "pool",
    "load balancer",
    "external",
    "pods",
]
"""What sort of thing has some addresses."""

_LAB = "lab"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressClaim:
    """Some addresses, and who has them: `what` in words, `path` and `subject` as in findings."""

    taker: Taker
    range: AddressRange
    what: str
    path: str = _LAB
    subject: str

    def __str__(self) -> str:
        return f"{self.what} {self.range}"


@once
def addresses(built: Built) -> list[AddressClaim]:
    """Every address and range that is taken: from the lab's file where there is one, then from the objects of the tree."""
    return [*(() if built.is_bare else _of_config(built)), *_of_tree(built), *_single(built)]


@once
def pools(built: Built) -> list[AddressClaim]:
    """The ranges of which the load balancer gives addresses: those of the tree, else those of the lab's file."""
    found = [
        AddressClaim(
            taker="pool",
            range=item_range,
            what="the load balancer's range",
            path=item.path,
            subject=str(item.key),
        )
        for item in built.of("metallb.io", "IPAddressPool")
        for text in texts(at(item.body, "spec").get("addresses"))
        for item_range in _range(text)
    ]
    return found or [
        AddressClaim(taker="pool", range=pool, what="the load balancer's range", subject="networks.loadBalancer")
        for pool in (() if built.is_bare else built.lab.config.networks.load_balancer)
    ]


def _of_config(built: Built) -> Iterator[AddressClaim]:
    config = built.lab.config
    networks = config.networks
    yield _network("node network", networks.node, "networks.node")
    yield _network("pod network", networks.pod, "networks.pod")
    yield _network("service network", networks.service, "networks.service")
    for node in config.nodes:
        yield AddressClaim(
            taker="machine", range=_one(node.address), what=f"the machine {node.name}", subject=f"nodes.{node.name}"
        )
    if config.shares_api_address:
        yield AddressClaim(
            taker="API", range=_one(config.cluster.api), what="the address of the API", subject="cluster.api"
        )
    if networks.dhcp is not None:
        yield AddressClaim(taker="DHCP", range=networks.dhcp, what="the DHCP range", subject="networks.dhcp")


def _of_tree(built: Built) -> Iterator[AddressClaim]:
    yield from pools(built)
    for group, kind in (("operator.tigera.io", "Installation"), ("helm.toolkit.fluxcd.io", "HelmRelease")):
        for item in built.of(group, kind):
            spec = at(item.body, "spec")
            network = at(spec, "calicoNetwork") if kind == "Installation" else _calico(at(spec, "values"))
            for pool in maps(network.get("ipPools")):
                for taken in _range(pool.get("cidr")):
                    yield AddressClaim(
                        taker="pods", range=taken, what="Calico's range", path=item.path, subject=str(item.key)
                    )
    for group in ("crd.projectcalico.org", "projectcalico.org"):
        for item in built.of(group, "IPPool"):
            for taken in _range(at(item.body, "spec").get("cidr")):
                yield AddressClaim(
                    taker="pods", range=taken, what="Calico's range", path=item.path, subject=str(item.key)
                )


def _calico(values: object) -> dict[str, object]:
    return dict(at(values, "installation", "calicoNetwork"))


def _single(built: Built) -> Iterator[AddressClaim]:
    for want in wanted(built):
        for taken in _range(want.address):
            yield AddressClaim(
                taker="load balancer",
                range=taken,
                what="the load balancer's address",
                path=want.path,
                subject=want.subject,
            )
    for item in built.of("", "Service"):
        for text in texts(at(item.body, "spec").get("externalIPs")):
            for taken in _range(text):
                yield AddressClaim(
                    taker="external", range=taken, what="the external address", path=item.path, subject=str(item.key)
                )


def cluster_addresses(built: Built) -> Iterator[tuple[str, str, str, Address]]:
    """The addresses inside of the cluster that Services of the tree ask for: path, subject, field and address."""
    for item in built.of("", "Service"):
        spec = at(item.body, "spec")
        given = texts(spec.get("clusterIPs"))
        first = spec.get("clusterIP")
        for field, text in [("spec.clusterIP", first), *(("spec.clusterIPs", text) for text in given if text != first)]:
            for taken in _range(text) if text != "None" else ():
                yield item.path, str(item.key), field, taken.first


def _network(taker: Taker, network: Network, subject: str) -> AddressClaim:
    taken = AddressRange(network.network_address, network.broadcast_address)
    return AddressClaim(taker=taker, range=taken, what=f"the {taker}", subject=subject)


def _one(address: Address) -> AddressRange:
    return AddressRange(address, address)


def _range(text: object) -> list[AddressRange]:
    """The range that a text means; nothing where it means none, which others judge."""
    if not isinstance(text, str):
        return []
    try:
        return [AddressRange.parse(text)] if "/" in text or "-" in text else [_one(parse_address(text))]
    except BuildError:
        return []
