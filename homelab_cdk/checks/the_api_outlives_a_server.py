"""The API is reached as long as most of the servers run."""

from __future__ import annotations

from ..order import Built
from ._rule import Found, Hit, rule


@rule(
    "HL606",
    "the_api_outlives_a_server",
    level="warning",
    needs="lab",
    example={
        "homelab.yaml": """
-cluster: {api: 192.168.1.11}
+cluster: {api: 192.168.1.10}
 nodes:
   node-1: {address: 192.168.1.11, roles: [server]}
   node-2: {address: 192.168.1.12, roles: [server], cores: 8, memory: 32Gi}
   node-3: {address: 192.168.1.13, roles: [server], cores: 8, memory: 32Gi}
"""
    },
    says="""
cluster.api: 192.168.1.11 is the address of node-1, and without this machine nobody reaches the API
of the 3 servers; write a free address of 192.168.1.0/24 as cluster.api in homelab.yaml, outside of
the DHCP range and of networks.loadBalancer, which the servers then share
""",
)
def the_api_outlives_a_server(built: Built) -> Found:
    """The API is reached as long as most of the servers run.

    With several servers the API has an address that no machine owns: kube-vip gives it to one of them at a time. At a
    machine's own address the API is gone with that machine for everybody who uses the address, although the others
    could answer, and no new machine can join.
    """
    config = built.lab.config
    if config.cluster.distribution != "k3s" or len(config.servers) == 1 or config.shares_api_address:
        return
    owner = next(node for node in config.nodes if node.address == config.cluster.api)
    yield Hit(
        "lab",
        "cluster.api",
        f"{config.cluster.api} is the address of {owner.name}, and without this machine nobody reaches"
        f" the API of the {len(config.servers)} servers",
        f"write a free address of {config.networks.node} as cluster.api in homelab.yaml, outside of"
        " the DHCP range and of networks.loadBalancer, which the servers then share",
    )
