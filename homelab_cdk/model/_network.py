"""Addresses and ranges of the networks of a lab."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass

from .._errors import BuildError

__all__ = ["Address", "AddressRange", "Network", "first_overlap"]

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True, order=True)
class AddressRange:
    """A run of addresses, both ends included."""

    first: Address
    last: Address

    @classmethod
    def parse(cls, text: str) -> AddressRange:
        """Read `192.168.1.200-192.168.1.220`, `192.168.1.192/27` or one address.

        Raises:
            BuildError: the text is none of these, or its ends are in the wrong order.
        """
        first, dash, last = (part.strip() for part in text.partition("-"))
        try:
            if dash:
                result = cls(ipaddress.ip_address(first), ipaddress.ip_address(last))
            elif "/" in first:
                network = ipaddress.ip_network(first)
                result = cls(network.network_address, network.broadcast_address)
            else:
                result = cls(ipaddress.ip_address(first), ipaddress.ip_address(first))
        except ValueError as error:
            raise BuildError(
                f"{text!r} is not an address range ({error}); write first-last, a CIDR such as 192.168.1.192/27, or one address"
            ) from None
        if result.first.version != result.last.version or int(result.first) > int(result.last):
            raise BuildError(f"{text!r} runs backwards; write the lower address first")
        return result

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"

    def __len__(self) -> int:
        return int(self.last) - int(self.first) + 1

    def overlaps(self, other: AddressRange | Network) -> bool:
        """Whether any address lies in both."""
        first, last = _ends(other)
        return (
            self.first.version == first.version and int(self.first) <= int(last) and int(first) <= int(self.last)
        )

    def within(self, network: Network) -> bool:
        """Whether every address lies in the network."""
        return self.first in network and self.last in network


def _ends(value: AddressRange | Network) -> tuple[Address, Address]:
    if isinstance(value, AddressRange):
        return value.first, value.last
    return value.network_address, value.broadcast_address


def first_overlap(ranges: Iterable[AddressRange]) -> tuple[AddressRange, AddressRange] | None:
    """The first two ranges that share an address, in the order of their addresses; none where all are apart."""
    previous: AddressRange | None = None
    for current in sorted(ranges, key=lambda item: (item.first.version, int(item.first), int(item.last))):
        if previous is not None and previous.overlaps(current):
            return previous, current
        if previous is None or int(current.last) > int(previous.last) or previous.last.version != current.last.version:
            previous = current
    return None
