"""The load balancer can give every address that is asked for."""

from __future__ import annotations

from ..model import AddressError, AddressRange, parse_address
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
        try:
            address = parse_address(want.address)
        except AddressError as error:
            yield Hit(want.path, want.subject, f"{want.field} is {want.address!r}, which is no IP address", error.fix)
            continue
        if pools and not any(address in pool for pool in pools):
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
            except AddressError:
                continue  # MetalLB's own schema and webhook judge the pool
    return found or ([] if built.is_bare else list(built.lab.config.networks.load_balancer))
