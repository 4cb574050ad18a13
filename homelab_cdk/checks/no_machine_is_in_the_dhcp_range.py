"""No other device gets the address of a machine."""

from __future__ import annotations

from ..order import Built
from ._rule import Found, Hit, rule


@rule(
    "HL651",
    "no_machine_is_in_the_dhcp_range",
    level="warning",
    needs="lab",
    example={
        "homelab.yaml": """
 nodes:
   node-1: {address: 192.168.1.11}
 networks:
-  dhcp: 192.168.1.2-192.168.1.199
+  dhcp: 192.168.1.100-192.168.1.199
"""
    },
    says="""
nodes.node-1: its address 192.168.1.11 lies in the DHCP range 192.168.1.2-192.168.1.199; choose one
outside of it, or shorten the range (an address that the router keeps for this machine alone is a
reason to accept it)
""",
)
def no_machine_is_in_the_dhcp_range(built: Built) -> Found:
    """No other device gets the address of a machine.

    The addresses of the machines lie outside of the DHCP range. Inside of it, the router gives a machine's address to the
    next phone as soon as the machine has been off for long enough, unless it is reserved there.
    """
    dhcp = built.lab.config.networks.dhcp
    for node in built.lab.config.nodes if dhcp is not None else ():
        if dhcp is not None and node.address in dhcp:
            yield Hit(
                "lab",
                f"nodes.{node.name}",
                f"its address {node.address} lies in the DHCP range {dhcp}",
                "choose one outside of it, or shorten the range (an address that the router keeps for"
                " this machine alone is a reason to accept it)",
            )
