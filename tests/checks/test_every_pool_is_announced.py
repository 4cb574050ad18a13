from __future__ import annotations

from typing import Any

from homelab_cdk.constructs import Lab
from homelab_cdk.model import Body
from tests.checks.looking import found, lab_of, thing, with_crds

GROUP = "metallb.io"


def pool(*addresses: str) -> Body:
    return thing(f"{GROUP}/v1beta1", "IPAddressPool", "home", namespace="app", spec={"addresses": list(addresses)})


def announced(**spec: Any) -> Body:
    return thing(f"{GROUP}/v1beta1", "L2Advertisement", namespace="app", spec=spec)


def lab(*bodies: Body) -> Lab:
    return with_crds(lab_of(*bodies), GROUP, "IPAddressPool", "L2Advertisement")


RANGE = "192.168.1.200-192.168.1.220"


def test_a_pool_that_nobody_announces() -> None:
    assert found(lab(pool(RANGE), announced(ipAddressPools=["other"])), "HL674") == [
        "app/ipaddresspool-home: IPAddressPool.metallb.io app/home: no L2Advertisement and no BGPAdvertisement is about"
        " it, so that nobody answers for its addresses; name it in one, or leave the names of pools out of it",
    ]


def test_a_range_that_runs_backwards() -> None:
    assert found(lab(pool("192.168.1.220-192.168.1.200"), announced()), "HL674") == [
        "app/ipaddresspool-home: IPAddressPool.metallb.io app/home: spec.addresses[0]:"
        ' "192.168.1.220-192.168.1.200" runs backwards; write 192.168.1.200-192.168.1.220',
    ]


def test_a_pool_that_is_named() -> None:
    assert found(lab(pool(RANGE), announced(ipAddressPools=["home"])), "HL674") == []


def test_an_advertisement_of_all_pools() -> None:
    assert found(lab(pool("192.168.1.192/27"), announced()), "HL674") == []
