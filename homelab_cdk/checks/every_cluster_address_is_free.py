"""Addresses that Services ask for inside of the cluster are there and free."""

from __future__ import annotations

from ..model import Address, cluster_dns
from ..order import Built
from ._ledger import cluster_addresses
from ._rule import Found, Hit, rule


@rule(
    "HL652",
    "every_cluster_address_is_free",
    example={
        "homelab.yaml": """
 networks: {service: 10.43.0.0/16}
""",
        "apps/adguard/service.yaml": """
 apiVersion: v1
 kind: Service
 metadata: {name: dns}
 spec:
-  clusterIP: 10.96.0.53
+  clusterIP: 10.43.0.53
   selector: {app: adguard}
   ports: [{name: dns, port: 53, protocol: UDP}]
""",
    },
    says="""
Service adguard/dns: spec.clusterIP is 10.96.0.53, which is not inside networks.service
10.43.0.0/16; leave it out, so that Kubernetes chooses, or write a free address of 10.43.0.0/16
""",
    see=("https://kubernetes.io/docs/concepts/services-networking/cluster-ip-allocation/",),
)
def every_cluster_address_is_free(built: Built) -> Found:
    """Addresses that Services ask for inside of the cluster are there and free.

    Each `clusterIP` that a Service of the tree writes lies in the service network, is asked for once, and is neither the
    API's nor that of the cluster's DNS; the API server refuses any other.
    """
    taken: dict[Address, str] = {}
    network = None if built.is_bare else built.lab.config.networks.service
    if network is not None:
        taken[network.network_address + 1] = "the Service kubernetes of the API"
        taken[cluster_dns(network)] = "the cluster's DNS"
    free = f"a free address of {network}" if network is not None else "another"
    fix = f"leave it out, so that Kubernetes chooses, or write {free}"
    for path, subject, field, address in cluster_addresses(built):
        if network is not None and address not in network:
            yield Hit(path, subject, f"{field} is {address}, which is not inside networks.service {network}", fix)
            continue
        other = taken.setdefault(address, subject)
        if other != subject:
            yield Hit(path, subject, f"{field} is {address}, which {other} has", fix)
