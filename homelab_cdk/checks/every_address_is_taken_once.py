"""No two Services ask for one address."""

from __future__ import annotations

from ..order import Built
from ._addresses import Wanted, wanted
from ._rule import Found, Hit, rule


@rule(
    "HL602",
    "every_address_is_taken_once",
    example="""
 apiVersion: v1
 kind: Service
 metadata: {name: dns, namespace: dns}
 spec: {type: LoadBalancer, loadBalancerIP: 192.168.1.201}
 ---
 apiVersion: v1
 kind: Service
 metadata: {name: web, namespace: web}
-spec: {type: LoadBalancer, loadBalancerIP: 192.168.1.201}
+spec: {type: LoadBalancer, loadBalancerIP: 192.168.1.202}
""",
    says="""
Service web/web: spec.loadBalancerIP is 192.168.1.201, which Service dns/dns
(objects/service-dns-dns) takes; choose another, or give both the same metallb.io/allow-shared-ip
annotation
""",
)
def every_address_is_taken_once(built: Built) -> Found:
    """No two Services ask for one address.

    Each address of the load balancer is asked for once, unless all who want it share it under one `allow-shared-ip`
    key; whoever comes second stays without.
    """
    taken: dict[str, Wanted] = {}
    for want in wanted(built):
        other = taken.setdefault(want.address, want)
        if other.subject != want.subject and not (want.sharing and want.sharing == other.sharing):
            yield Hit(
                want.path,
                want.subject,
                f"{want.field} is {want.address}, which {other.subject} ({other.path}) takes",
                "choose another, or give both the same metallb.io/allow-shared-ip annotation",
            )
