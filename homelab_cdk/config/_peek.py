"""The addresses and sizes of a file as far as they can be read, for checks that compare them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from .._errors import BuildError
from ..model import Address, AddressRange, Network, parse_address, parse_bytes, parse_network
from ._document import Document, Path
from ._lab_schema import POD_NETWORK, SERVICE_NETWORK

__all__ = ["Finding", "Machine", "Peek"]

T = TypeVar("T")

Finding = tuple[Path, str]
"""What a check found, and at which value."""


@dataclass(frozen=True, slots=True)
class Machine:
    """What can be read of one node."""

    name: str
    address: Address | None
    server: bool

    @property
    def path(self) -> Path:
        """Where it is described."""
        return ("nodes", self.name)


class Peek:
    """A file that may be wrong in other places; what cannot be read is left out, since the schema reports it."""

    def __init__(self, document: Document) -> None:
        """Look into a document."""
        self.document = document

    def network(self, name: str) -> Network | None:
        """One of the networks, with its default where the file does not give it."""
        default = {"pod": POD_NETWORK, "service": SERVICE_NETWORK}.get(name)
        value = self.document.get("networks", name)
        return self._read(parse_network, default if value is None else value)

    def address(self, *path: str) -> Address | None:
        """The address at a path."""
        return self._read(parse_address, self.document.get(*path))

    def range(self, *path: str | int) -> AddressRange | None:
        """The address range at a path."""
        return self._read(AddressRange.parse, self.document.get(*path))

    def size(self, *path: str) -> int | None:
        """The size in bytes at a path."""
        return self._read(parse_bytes, self.document.get(*path))

    def pools(self) -> Iterator[tuple[Path, AddressRange]]:
        """The ranges of the load balancer."""
        for number, _ in self.document.items("networks", "loadBalancer"):
            pool = self.range("networks", "loadBalancer", number)
            if pool is not None:
                yield ("networks", "loadBalancer", number), pool

    def machines(self) -> list[Machine]:
        """All nodes."""
        result = []
        for name, node in self.document.items("nodes"):
            if isinstance(node, dict):
                roles = node.get("roles")
                server = "server" in roles if isinstance(roles, (list, str)) else False
                result.append(Machine(name, self.address("nodes", name, "address"), server))
        return result

    def line(self, path: Path) -> int:
        """The line in which a value stands."""
        return self.document.value_place(path).line

    def _read(self, parse: Callable[[str], T], value: Any) -> T | None:
        if not isinstance(value, str):
            return None
        try:
            return parse(value)
        except BuildError:
            return None
