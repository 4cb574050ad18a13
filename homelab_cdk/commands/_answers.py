"""The answers that `homelab init` needs, and what each may be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import get_args

from .._errors import BuildError
from ..model import (
    FORMATS,
    AddressRange,
    ByteSize,
    Constraint,
    DnsLabel,
    Format,
    MaxLength,
    Pattern,
    parse_address,
)

__all__ = ["Answers", "Disk", "Machine", "check_text", "machine", "range_in", "suggested_network"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A machine by name and address."""

    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    """A disk as it is written: the name of the device, its size, and what it is made of."""

    name: str
    size: str
    kind: str

    @classmethod
    def parse(cls, text: str) -> Disk:
        """Read `nvme0n1=1Ti`; NVMe is told by the name of the device, everything else is taken for an SSD.

        Raises:
            BuildError: there is no name or no size.
        """
        name, _, size = text.partition("=")
        if not size or not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._:+/-]*", name):
            raise BuildError(f'"{text}" is no disk; write device and size, such as nvme0n1=1Ti')
        return cls(name=name, size=check_text(ByteSize, size), kind="nvme" if name.startswith("nvme") else "ssd")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Every answer, as text that goes into the file."""

    name: str
    domain: str
    machines: tuple[Machine, ...]
    cores: int
    memory: str
    disk: Disk | None
    network: str
    load_balancer: str
    dhcp: str
    git_url: str
    git_branch: str
    without: frozenset[str]


def check_text(kind: object, text: str) -> str:
    """A text that satisfies the constraints of an annotation such as `HostName`.

    Raises:
        BuildError: it does not; the message says what is expected.
    """
    for constraint in get_args(kind)[1:]:
        _check(constraint, text)
    return text


def _check(constraint: Constraint, text: str) -> None:
    match constraint:
        case Pattern():
            if not re.fullmatch(constraint.expression.removeprefix("^").removesuffix("$"), text):
                raise BuildError(f'"{text}" is not {constraint.words}')
        case MaxLength():
            if len(text) > constraint.value:
                raise BuildError(f'"{text}" has {len(text)} characters, at most {constraint.value} are allowed')
        case Format():
            FORMATS[constraint.name].parse(text)


def machine(text: str) -> Machine:
    """Read `node-1=192.168.1.11`.

    Raises:
        BuildError: the name or the address is none.
    """
    name, equals, address = text.partition("=")
    if not equals:
        raise BuildError(f'"{text}" is no machine; write name and address, such as node-1=192.168.1.11')
    return Machine(name=check_text(DnsLabel, name), address=str(parse_address(address)))


def suggested_network(address: str) -> str:
    """The network that a machine is most probably in: 256 addresses, or a /64."""
    import ipaddress

    parsed = parse_address(address)
    prefix = 24 if parsed.version == 4 else 64
    return str(ipaddress.ip_network(f"{parsed}/{prefix}", strict=False))


def range_in(network: str, first: int, last: int) -> str:
    """A range of addresses of a network, counted from its start; nothing where it has no room."""
    import ipaddress

    parsed = ipaddress.ip_network(network)
    if parsed.num_addresses <= last + 1:
        return ""
    return str(AddressRange(parsed[first], parsed[last]))
