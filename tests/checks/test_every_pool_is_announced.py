from __future__ import annotations

import pytest

from homelab_cdk.constructs import Lab
from homelab_cdk.model import Body
from tests.checks.looking import found, lab_of, thing, with_crds

GROUP = "metallb.io"


def lab_with(*, addresses: str = "192.168.1.200-192.168.1.220", **announced: object) -> Lab:
    """A pool `home`, and an advertisement."""
    lab = lab_of(
        thing(f"{GROUP}/v1beta1", "IPAddressPool", "home", labels={"net": "lan"}, spec={"addresses": [addresses]}),
        thing(f"{GROUP}/v1beta1", "L2Advertisement", spec=announced),
    )
    return with_crds(lab, GROUP, "IPAddressPool", "L2Advertisement")


def test_a_pool_that_no_advertisement_is_about() -> None:
    assert found(lab_with(ipAddressPools=["hmoe"]), "HL674") == [
        "app/ipaddresspool-home: IPAddressPool.metallb.io home: no L2Advertisement and no BGPAdvertisement is about it,"
        " so that nobody answers for its addresses; name it in one, or leave the names of pools out of it",
    ]


def test_addresses_that_run_backwards() -> None:
    assert found(lab_with(addresses="192.168.1.220-192.168.1.200"), "HL674") == [
        'app/ipaddresspool-home: IPAddressPool.metallb.io home: spec.addresses[0]: "192.168.1.220-192.168.1.200" runs'
        " backwards; write 192.168.1.200-192.168.1.220",
    ]


@pytest.mark.parametrize(
    "announced",
    [{}, {"ipAddressPools": ["home"]}, {"ipAddressPoolSelectors": [{"matchLabels": {"net": "lan"}}]}],
    ids=["all pools", "by its name", "by its labels"],
)
def test_a_pool_that_is_announced(announced: Body) -> None:
    assert found(lab_with(**announced), "HL674") == []


def test_a_network() -> None:
    assert found(lab_with(addresses="192.168.1.192/27"), "HL674") == []
