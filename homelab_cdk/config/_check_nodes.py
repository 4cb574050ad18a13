"""Checks of machines: their addresses, the control plane, their memory."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Address, Network, bytes_text, hosts
from ._peek import Finding, Machine, Peek

__all__ = ["check_nodes"]

_LEAST_MEMORY = 1024**3
_MOST_MEMORY = 64 * 1024**4


def check_nodes(peek: Peek) -> Iterator[Finding]:
    """Everything that is wrong with the machines."""
    machines = peek.machines()
    yield from _addresses(peek, machines)
    yield from _memory(peek, machines)
    yield from _servers(peek, machines)
    yield from _api(peek, machines)


def _addresses(peek: Peek, machines: list[Machine]) -> Iterator[Finding]:
    network = peek.network("node")
    owners: dict[Address, Machine] = {}
    for machine in machines:
        if machine.address is None:
            continue
        path = (*machine.path, "address")
        owner = owners.setdefault(machine.address, machine)
        if owner is not machine:
            line = peek.line((*owner.path, "address"))
            yield (
                path,
                f"nodes.{machine.name} has the address {machine.address}, which is that of {owner.name} (line {line});"
                " give every machine its own",
            )
        elif network is not None:
            for problem in _misplaced(machine.address, network):
                yield path, f"nodes.{machine.name} has the address {machine.address}, which is {problem}"


def _misplaced(address: Address, network: Network) -> Iterator[str]:
    if address not in network:
        yield f"not inside networks.node {network}; correct one of the two"
    elif address not in hosts(network):
        edge = "network" if address == network.network_address else "broadcast"
        yield f"the {edge} address of networks.node {network}; machines have those in {hosts(network)}"


def _memory(peek: Peek, machines: list[Machine]) -> Iterator[Finding]:
    for machine in machines:
        path = (*machine.path, "memory")
        size = peek.size("nodes", machine.name, "memory")
        text = peek.document.get("nodes", machine.name, "memory")
        if size is None or not str(text)[-1:].isalpha():
            continue
        if size < _LEAST_MEMORY:
            number = str(text).rstrip("kKMGTPEi")
            meant = f"; did you mean {number}Gi?" if number.isdecimal() and int(number) <= 1024 else ""
            yield path, f"nodes.{machine.name} has {text} of memory, and a node needs at least 1Gi{meant}"
        elif size > _MOST_MEMORY:
            most = bytes_text(_MOST_MEMORY)
            yield (
                path,
                f"nodes.{machine.name} has {text} of memory, more than any machine ({most}); check the unit",
            )


def _servers(peek: Peek, machines: list[Machine]) -> Iterator[Finding]:
    if not machines or any(not isinstance(peek.document.get("nodes", m.name, "roles"), list) for m in machines):
        return
    servers = [machine.name for machine in machines if machine.server]
    if not servers:
        yield (
            ("nodes",),
            f"no node is a server, so that there is no control plane; give {machines[0].name} `roles: [server]`",
        )
    elif len(servers) % 2 == 0:
        count = len(servers)
        yield (
            ("nodes", servers[-1], "roles"),
            f"{count} nodes are servers ({', '.join(servers)}), and etcd needs a majority: {count} survive the loss of"
            f" no more machines than {count - 1}; write one, or an odd number of servers",
        )


def _api(peek: Peek, machines: list[Machine]) -> Iterator[Finding]:
    api = peek.address("cluster", "api")
    if api is None:
        return
    path = ("cluster", "api")
    network = peek.network("node")
    owner = next((machine for machine in machines if machine.address == api), None)
    if owner is not None:
        if not owner.server and any(machine.server for machine in machines):
            yield (
                path,
                f"cluster.api {api} is the address of {owner.name}, which is no server; write a server's address",
            )
        return
    if network is not None:
        for problem in _misplaced(api, network):
            yield path, f"cluster.api {api} is no server's address and is {problem}"
    for place, pool in peek.pools():
        if api in pool:
            yield (
                path,
                f"cluster.api {api} lies in the load balancer's range {pool} (line {peek.line(place)}); a Service could"
                " take it over: choose an address outside of it",
            )
    dhcp = peek.range("networks", "dhcp")
    if dhcp is not None and api in dhcp:
        yield (
            path,
            f"cluster.api {api} lies in the DHCP range {dhcp} (line {peek.line(('networks', 'dhcp'))}); another device"
            " could get it: choose an address outside of it",
        )
