"""Addresses, networks and ranges."""

from __future__ import annotations

import ipaddress
import pickle
from collections.abc import Callable

import pytest
from hypothesis import given, strategies as st

from homelab_cdk._errors import BuildError
from homelab_cdk.model import AddressError, AddressRange, hosts, parse_address, parse_network

ENDS = st.lists(st.integers(0, 255), min_size=2, max_size=2).map(sorted)
RANGES = ENDS.map(lambda ends: AddressRange.parse(f"10.0.0.{ends[0]}-10.0.0.{ends[1]}"))


def members(value: AddressRange) -> set[int]:
    return set(range(int(value.first), int(value.last) + 1))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("192.168.1.200-192.168.1.220", "192.168.1.200", "192.168.1.220"),
        ("192.168.1.200 - 192.168.1.220", "192.168.1.200", "192.168.1.220"),
        ("192.168.1.192/27", "192.168.1.192", "192.168.1.223"),
        ("192.168.1.5", "192.168.1.5", "192.168.1.5"),
        ("fd00::1-fd00::ff", "fd00::1", "fd00::ff"),
    ],
)
def test_a_range_is_read(text: str, first: str, last: str) -> None:
    found = AddressRange.parse(text)

    assert (str(found.first), str(found.last)) == (first, last)


@pytest.mark.parametrize(
    ("parse", "text", "message"),
    [
        (AddressRange.parse, "", "is not an address range"),
        (AddressRange.parse, "1.2.3.4-", "is not an address range"),
        (AddressRange.parse, "1.2.3.4-1.2.3", "is not an address range"),
        (AddressRange.parse, "1.2.3.9-1.2.3.4", "runs backwards; write 1.2.3.4-1.2.3.9"),
        (AddressRange.parse, "1.2.3.4-fd00::1", "mixes IPv4 and IPv6"),
        (AddressRange.parse, "192.168.1.5/24", "has host bits set; write 192.168.1.0/24"),
        (parse_network, "192.168.1.5/24", "has host bits set; write 192.168.1.0/24"),
        (parse_network, "192.168.1.0", "has no prefix length"),
        (parse_network, "192.168.1.0/255.255.255.0", "is not a network"),
        (parse_network, "192.168.1.0/33", "is not a network"),
        (parse_network, "fe80::%eth0/64", "is not a network"),
        (parse_address, "192.168.1.256", "is not an IP address"),
        (parse_address, "192.168.1.5/24", "leave out the prefix length and write 192.168.1.5"),
        (parse_address, "host/24", "write four numbers from 0 to 255"),
        (parse_address, "/24", "write four numbers from 0 to 255"),
        (parse_address, "fe80::1%eth0", "is not an IP address"),
        (parse_address, "host", "is not an IP address"),
    ],
)
def test_is_refused_with_the_way_out(parse: Callable[[str], object], text: str, message: str) -> None:
    with pytest.raises(BuildError) as caught:
        parse(text)

    assert message in str(caught.value)


def test_what_is_wrong_is_kept_apart_from_what_to_write() -> None:
    with pytest.raises(AddressError) as caught:
        AddressRange.parse("1; 2-3")

    assert caught.value.reason == '"1; 2-3" is not an address range'
    assert caught.value.fix.startswith("write the first and the last address")
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


@given(RANGES)
def test_a_range_comes_back(value: AddressRange) -> None:
    assert AddressRange.parse(str(value)) == value
    assert value.count == len(members(value))


@given(RANGES, RANGES)
def test_ranges_share_exactly_their_common_addresses(one: AddressRange, two: AddressRange) -> None:
    common = members(one) & members(two)
    shared = one.shared(two)

    assert one.overlaps(two) is two.overlaps(one) is bool(common)
    assert (members(shared) if shared is not None else set()) == common


@given(RANGES, st.integers(0, 255))
def test_a_range_contains_its_members(value: AddressRange, number: int) -> None:
    address = parse_address(f"10.0.0.{number}")

    assert (address in value) is (int(address) in members(value))
    assert parse_address("::1") not in value


def test_a_range_of_one_family_never_overlaps_the_other() -> None:
    assert not AddressRange.parse("0.0.0.1-0.0.0.9").overlaps(ipaddress.ip_network("::/64"))


@pytest.mark.parametrize(
    ("network", "usable"),
    [
        ("192.168.1.0/24", "192.168.1.1-192.168.1.254"),
        ("10.0.0.0/30", "10.0.0.1-10.0.0.2"),
        ("10.0.0.0/31", "10.0.0.0-10.0.0.1"),
        ("10.0.0.5/32", "10.0.0.5"),
        ("fd00::/126", "fd00::-fd00::3"),
    ],
)
def test_machines_get_no_network_and_no_broadcast_address(network: str, usable: str) -> None:
    assert str(hosts(parse_network(network))) == usable


def test_a_range_lies_within_a_network() -> None:
    network = parse_network("192.168.1.0/24")

    assert AddressRange.parse("192.168.1.0/24").within(network)
    assert not AddressRange.parse("192.168.1.250-192.168.2.5").within(network)
