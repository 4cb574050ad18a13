"""Addresses that Services ask for inside of the cluster are there and free."""

from __future__ import annotations

from ..model import Address, cluster_dns
from ..order import Built
from ._ledger import cluster_addresses
from ._rule import Found, Hit, rule


@rule("HL652", "every_cluster_address_is_free")
def every_cluster_address_is_free(built: Built) -> Found:
    """Addresses that Services ask for inside of the cluster are there and free.

    Each `clusterIP` that a Service of the tree writes lies in the service network, is asked for once, and is neither the
    API's nor that of the cluster's DNS; the API server refuses any other.
    """
    network = built.lab.config.networks.service
    taken: dict[Address, str] = {
        network.network_address + 1: "the Service kubernetes of the API",
        cluster_dns(network): "the cluster's DNS",
    }
    for path, subject, field, address in cluster_addresses(built):
        if address not in network:
            yield Hit(
                path,
                subject,
                f"{field} is {address}, which is not inside networks.service {network}",
                "leave it out, so that Kubernetes chooses",
            )
            continue
        other = taken.setdefault(address, subject)
        if other != subject:
            yield Hit(
                path, subject, f"{field} is {address}, which {other} has", "leave it out, so that Kubernetes chooses"
            )
