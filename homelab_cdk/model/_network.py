"""Addresses and ranges of the networks of a lab."""

from __future__ import annotations

import contextlib
import ipaddress
from dataclasses import dataclass

from .._errors import BuildError

__all__ = [
    "Address",
    "AddressError",
    "AddressRange",
    "Network",
    "cluster_dns",
    "hosts",
    "parse_address",
    "parse_network",
]

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class AddressError(BuildError):
    """A text is no address, no network or no range of addresses: what is wrong with it, and what to write."""

    def __init__(self, reason: str, fix: str) -> None:
        super().__init__(reason, fix)
        self.reason = reason
        self.fix = fix

    def __str__(self) -> str:
        return f"{self.reason}; {self.fix}"


@dataclass(frozen=True, slots=True, order=True)
class AddressRange:
    """A run of addresses, both ends included."""

    first: Address
    last: Address

    @classmethod
    def parse(cls, text: str) -> AddressRange:
        """Read `192.168.1.200-192.168.1.220`, `192.168.1.192/27` or one address.

        Raises:
            AddressError: the text is none of these, its ends are in the wrong order or of different families.
        """
        if "/" in text and "-" not in text:
            network = parse_network(text.strip())
            return cls(network.network_address, network.broadcast_address)
        first, dash, last = (part.strip() for part in text.partition("-"))
        try:
            result = cls(parse_address(first), parse_address(last if dash else first))
        except AddressError:
            raise AddressError(
                f'"{text}" is not an address range',
                "write the first and the last address such as"
                " 192.168.1.200-192.168.1.220, a CIDR such as 192.168.1.192/27, or one address",
            ) from None
        if result.first.version != result.last.version:
            raise AddressError(f'"{text}" mixes IPv4 and IPv6', "write both ends in one family")
        if int(result.first) > int(result.last):
            raise AddressError(f'"{text}" runs backwards', f"write {result.last}-{result.first}")
        return result

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"

    @property
    def count(self) -> int:
        """How many addresses there are; more than `len` could tell, in IPv6."""
        return int(self.last) - int(self.first) + 1

    def __contains__(self, address: Address) -> bool:
        return self.first.version == address.version and int(self.first) <= int(address) <= int(self.last)

    def shared(self, other: AddressRange | Network) -> AddressRange | None:
        """The addresses that lie in both; nothing where there are none."""
        if not self.overlaps(other):
            return None
        first, last = _ends(other)
        return AddressRange(
            first if int(first) > int(self.first) else self.first,
            last if int(last) < int(self.last) else self.last,
        )

    def overlaps(self, other: AddressRange | Network) -> bool:
        """Whether any address lies in both."""
        first, last = _ends(other)
        return self.first.version == first.version and int(self.first) <= int(last) and int(first) <= int(self.last)

    def within(self, network: Network) -> bool:
        """Whether every address lies in the network."""
        return self.first in network and self.last in network


def parse_address(text: str) -> Address:
    """Read one IPv4 or IPv6 address.

    Raises:
        AddressError: the text is no address.
    """
    with contextlib.suppress(ValueError):
        if "%" not in text:
            return ipaddress.ip_address(text)
    address = text.partition("/")[0]
    if address != text and _is_address(address):
        raise AddressError(f'"{text}" is not an IP address', f"leave out the prefix length and write {address}")
    raise AddressError(
        f'"{text}" is not an IP address', "write four numbers from 0 to 255 such as 192.168.1.10, or IPv6"
    )


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def parse_network(text: str) -> Network:
    """Read a network in CIDR notation.

    Raises:
        AddressError: the text is no network, has no prefix length, or has host bits set.
    """
    address, slash, length = text.partition("/")
    if not slash:
        raise AddressError(f'"{text}" has no prefix length', "write a network in CIDR notation such as 192.168.1.0/24")
    try:
        if "%" in text or not length.isdecimal():
            raise ValueError(text)
        network = ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise AddressError(f'"{text}" is not a network', "write it in CIDR notation such as 192.168.1.0/24") from None
    if ipaddress.ip_address(address) != network.network_address:
        raise AddressError(f'"{text}" has host bits set', f"write {network}")
    return network


def hosts(network: Network) -> AddressRange:
    """The addresses of a network that machines can have: in IPv4 not the network's own and the broadcast address."""
    first, last = network.network_address, network.broadcast_address
    edges = network.version == 4 and network.num_addresses > 2
    return AddressRange(first + 1, last - 1) if edges else AddressRange(first, last)


def cluster_dns(service: Network) -> Address:
    """The address of CoreDNS: the tenth of the Service network, as k3s has it for its default network."""
    return service[min(10, service.num_addresses - 2)]


def _ends(value: AddressRange | Network) -> tuple[Address, Address]:
    if isinstance(value, AddressRange):
        return value.first, value.last
    return value.network_address, value.broadcast_address
