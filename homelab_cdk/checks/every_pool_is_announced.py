"""The load balancer can read its pools, and tells the network of each."""

from __future__ import annotations

from ..model import AddressError, AddressRange
from ..order import Built
from ._read import at, maps, selects, texts
from ._rule import Found, Hit, rule

_GROUP = "metallb.io"


@rule(
    "HL674",
    "every_pool_is_announced",
    example="""
 apiVersion: metallb.io/v1beta1
 kind: IPAddressPool
 metadata: {name: home, namespace: metallb-system}
 spec: {addresses: [192.168.1.200-192.168.1.220]}
+---
+apiVersion: metallb.io/v1beta1
+kind: L2Advertisement
+metadata: {name: all, namespace: metallb-system}
""",
    says="""
IPAddressPool.metallb.io metallb-system/home: no L2Advertisement and no BGPAdvertisement is about
it, so that nobody answers for its addresses; name it in one, or leave the names of pools out of it
""",
)
def every_pool_is_announced(built: Built) -> Found:
    """The load balancer can read its pools, and tells the network of each.

    Each entry of an IPAddressPool is a range or a network that does not run backwards, and an L2Advertisement or a
    BGPAdvertisement is about the pool. An address of a pool that nobody announces is given to a Service and never answers.
    """
    advertisements = built.of(_GROUP, "L2Advertisement", "BGPAdvertisement")
    for item in built.of(_GROUP, "IPAddressPool"):
        for number, text in enumerate(texts(at(item.body, "spec").get("addresses"))):
            try:
                AddressRange.parse(text)
            except AddressError as error:
                yield Hit.of(item, f"spec.addresses[{number}]: {error.reason}", error.fix)
        labels = at(item.body, "metadata", "labels")
        for advertisement in advertisements:
            spec = at(advertisement.body, "spec")
            named, chosen = texts(spec.get("ipAddressPools")), maps(spec.get("ipAddressPoolSelectors"))
            if item.key.name in named or any(selects(selector, labels) for selector in chosen) or not (named or chosen):
                break
        else:
            yield Hit.of(
                item,
                "no L2Advertisement and no BGPAdvertisement is about it, so that nobody answers for its addresses",
                "name it in one, or leave the names of pools out of it",
            )
