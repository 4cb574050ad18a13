"""Ranges and addresses of the lab are apart."""

from __future__ import annotations

from itertools import combinations

from ..order import Built
from ._ledger import AddressClaim, Taker, addresses
from ._rule import Found, Hit, rule

_ASKED: tuple[Taker, ...] = ("load balancer", "external")
_LAN: tuple[Taker, ...] = ("node network", "machine", "API", "DHCP", "pool")

_MEETS: dict[Taker, tuple[Taker, ...]] = {
    "pod network": ("service network", *_LAN, *_ASKED),
    "pods": ("pods", "service network", *_LAN, *_ASKED),
    "service network": (*_LAN, *_ASKED),
    "API": ("machine", "DHCP", "pool", *_ASKED),
    "machine": ("machine", "pool", "load balancer"),
    "DHCP": ("pool", *_ASKED),
    "pool": ("pool", "external"),
}
_APART = frozenset(frozenset((one, two)) for one, others in _MEETS.items() for two in others)
"""Who must not share an address with whom. Addresses of the load balancer lie in its pools and all of them in the node
network; two who ask for one of the load balancer's are another rule's matter, and so is a machine in the DHCP range."""


@rule(
    "HL650",
    "no_two_have_one_address",
    example={
        "homelab.yaml": """
 networks: {dhcp: 192.168.1.100-192.168.1.199}
 loadBalancer: metallb
""",
        "apps/pools/media.yaml": """
 apiVersion: metallb.io/v1beta1
 kind: IPAddressPool
 metadata: {name: media, namespace: metallb-system}
-spec: {addresses: [192.168.1.190-192.168.1.195]}
+spec: {addresses: [192.168.1.230-192.168.1.235]}
""",
    },
    says="""
IPAddressPool.metallb.io metallb-system/media: the load balancer's range 192.168.1.190-192.168.1.195
shares 192.168.1.190-192.168.1.195 with the DHCP range 192.168.1.100-192.168.1.199 (networks.dhcp);
every address has one owner: choose others for one of the two
""",
)
def no_two_have_one_address(built: Built) -> Found:
    """No address is given out twice.

    Networks, machines, the API's address, the DHCP range, the load balancer's pools, what Services ask for and the ranges
    of the pod network, those of the lab's file and those of objects in the tree, are apart where both would give an address
    away: whichever comes second is not reached, or takes the first one off the network. `homelab check --ledger` lists
    them all.
    """
    claims = addresses(built)
    fixed = [claim for claim in claims if claim.taker not in _ASKED]
    single = [claim for claim in claims if claim.taker in _ASKED]
    wide: list[AddressClaim] = []  # what meets the network of the machines meets parts of it for the same reason
    for one, two in (*combinations(fixed, 2), *((one, two) for two in single for one in fixed)):
        if two in wide and one.taker in _LAN or one in wide and two.taker in _LAN:
            continue
        if frozenset((one.taker, two.taker)) in _APART:
            shared = one.range.shared(two.range)
            if shared is not None:
                if one.taker == "node network":
                    wide.append(two)
                yield Hit(
                    two.path,
                    two.subject,
                    f"{two} shares {shared} with {one} ({_place(one)})",
                    "every address has one owner: choose others for one of the two",
                )
    yield from _outside(built, claims)
    yield from _externals(single)


def _externals(single: list[AddressClaim]) -> Found:
    balanced = {claim.range: claim for claim in single if claim.taker == "load balancer"}
    for claim in single:
        other = balanced.get(claim.range)
        if claim.taker == "external" and other is not None:
            yield Hit(
                claim.path,
                claim.subject,
                f"{claim} is given to {other.subject} by the load balancer",
                "leave externalIPs out, or choose another",
            )


def _outside(built: Built, claims: list[AddressClaim]) -> Found:
    network = built.lab.config.networks.pod
    for claim in claims if not built.is_bare else ():
        if claim.taker == "pods" and not claim.range.within(network):
            yield Hit(
                claim.path,
                claim.subject,
                f"{claim} is not inside networks.pod {network}, which the API server and kube-proxy are told",
                "write addresses of that network",
            )


def _place(claim: AddressClaim) -> str:
    return claim.subject if claim.path == "lab" else f"{claim.subject}, {claim.path}"
