"""The load balancer can give every address that is asked for."""

from __future__ import annotations

from .._errors import BuildError
from ..model import Address, AddressRange, parse_address
from ..order import Built
from ._addresses import wanted
from ._read import at, texts
from ._rule import Found, Hit, rule


@rule(
    "HL601",
    "every_address_lies_in_a_pool",
    example="""
 apiVersion: metallb.io/v1beta1
 kind: IPAddressPool
 metadata: {name: default, namespace: metallb-system}
 spec: {addresses: [192.168.1.200-192.168.1.220]}
 ---
 apiVersion: v1
 kind: Service
 metadata: {name: dns, namespace: dns}
-spec: {type: LoadBalancer, loadBalancerIP: 192.168.1.5}
+spec: {type: LoadBalancer, loadBalancerIP: 192.168.1.205}
""",
    says="""
Service dns/dns: spec.loadBalancerIP is 192.168.1.5, which lies in no pool of the load balancer
(192.168.1.200-192.168.1.220); choose one of those, or extend networks.loadBalancer
""",
)
def every_address_lies_in_a_pool(built: Built) -> Found:
    """The load balancer can give every address that is asked for.

    Each address that a Service, a Gateway or a chart's values ask for is one, and lies in a pool of the load
    balancer; for any other the Service waits for ever.
    """
    pools = _pools(built)
    for want in wanted(built):
        address = _address(want.address)
        if address is None:
            yield Hit(
                want.path, want.subject, f"{want.field} is {want.address!r}, which is no IP address", "correct it"
            )
        elif pools and not any(address in pool for pool in pools):
            yield Hit(
                want.path,
                want.subject,
                f"{want.field} is {address}, which lies in no pool of the load balancer ({', '.join(map(str, pools))})",
                "choose one of those, or extend networks.loadBalancer",
            )


def _pools(built: Built) -> list[AddressRange]:
    found: list[AddressRange] = []
    for item in built.of("metallb.io", "IPAddressPool"):
        for text in texts(at(item.body, "spec").get("addresses")):
            try:
                found.append(AddressRange.parse(text))
            except BuildError:
                continue  # MetalLB's own schema and webhook judge the pool
    return found or ([] if built.is_bare else list(built.lab.config.networks.load_balancer))


def _address(text: str) -> Address | None:
    try:
        return parse_address(text)
    except BuildError:
        return None
