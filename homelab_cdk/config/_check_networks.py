"""Checks of networks and ranges against each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from ..model import AddressRange, Network, hosts
from ._document import Path
from ._peek import Finding, Peek

__all__ = ["check_networks"]

_NODE_PREFIX = {4: 24, 6: 64}
"""The part of the pod network that k3s and kubeadm give each node (`--node-cidr-mask-size`)."""

_WIDEST_SERVICE_BITS = 20
"""kube-apiserver refuses a Service network of more than 2^20 addresses."""


def check_networks(peek: Peek) -> Iterator[Finding]:
    """Everything that is wrong between networks and ranges."""
    yield from _families(peek)
    yield from _overlaps(peek)
    yield from _sizes(peek)
    node = peek.network("node")
    ranges = list(peek.pools())
    dhcp = peek.range("networks", "dhcp")
    if node is not None:
        for path, pool in ranges:
            yield from _inside(node, path, pool)
        if dhcp is not None:
            yield from _inside(node, ("networks", "dhcp"), dhcp)
    if dhcp is not None:
        ranges.append((("networks", "dhcp"), dhcp))
    for (path, pool), (later_path, later) in combinations(ranges, 2):
        shared = pool.shared(later)
        if shared is not None:
            where, other = (path, later_path) if peek.line(later_path) < peek.line(path) else (later_path, path)
            value, versus = (pool, later) if where == path else (later, pool)
            yield (
                where,
                f"{_name(where)} {value} shares {shared} with {_name(other)} {versus} (line {peek.line(other)});"
                " every address has one owner: shorten one of them",
            )
    yield from _machines_in_pools(peek)


def _name(path: Path) -> str:
    return "the DHCP range" if path[-1] == "dhcp" else "the load balancer's range"


def _networks(peek: Peek) -> list[tuple[str, Network]]:
    found = ((name, peek.network(name)) for name in ("node", "pod", "service"))
    return [(name, network) for name, network in found if network is not None]


def _given(peek: Peek, name: str) -> bool:
    return peek.document.get("networks", name) is not None


def _families(peek: Peek) -> Iterator[Finding]:
    node = peek.network("node")
    for name, network in _networks(peek)[1:]:
        if node is not None and network.version != node.version:
            given = "" if _given(peek, name) else f" (the default {network})"
            yield (
                ("networks", name if _given(peek, name) else "node"),
                f"networks.{name}{given} is IPv{network.version} and networks.node is IPv{node.version};"
                f" a lab has one family: write networks.{name} in IPv{node.version}",
            )


def _overlaps(peek: Peek) -> Iterator[Finding]:
    for (one, first), (two, second) in combinations(_networks(peek), 2):
        if first.version != second.version or not first.overlaps(second):
            continue
        named = [name for name in (one, two) if _given(peek, name)]
        where = max(named, key=lambda name: peek.line(("networks", name))) if named else "node"
        other, other_network = (one, first) if where == two else (two, second)
        network = second if where == two else first
        origin = f"line {peek.line(('networks', other))}" if _given(peek, other) else "its default"
        yield (
            ("networks", where),
            f"networks.{where} {network} overlaps networks.{other} {other_network} ({origin});"
            " addresses of machines, pods and Services must be apart: choose another range, such as 10.44.0.0/16",
        )


def _sizes(peek: Peek) -> Iterator[Finding]:
    pod, service = peek.network("pod"), peek.network("service")
    machines = len(peek.machines())
    if pod is not None:
        prefix = _NODE_PREFIX[pod.version]
        room = 2 ** max(prefix - pod.prefixlen, 0) if pod.prefixlen <= prefix else 0
        if machines > room:
            yield (
                ("networks", "pod"),
                f"networks.pod {pod} has room for {room} node{'' if room == 1 else 's'}, since each takes a /{prefix},"
                f" and the lab has {machines}; write a network of /{prefix - (machines - 1).bit_length()} or wider",
            )
    if service is not None and service.max_prefixlen - service.prefixlen > _WIDEST_SERVICE_BITS:
        yield (
            ("networks", "service"),
            f"networks.service {service} is too wide; the API server takes at most 2^{_WIDEST_SERVICE_BITS} addresses:"
            f" write /{service.max_prefixlen - _WIDEST_SERVICE_BITS} or a longer prefix",
        )


def _inside(node: Network, path: Path, pool: AddressRange) -> Iterator[Finding]:
    what = _name(path)
    if not pool.within(node):
        yield (
            path,
            f"{what} {pool} is not inside networks.node {node}; other machines could not reach it: choose addresses of"
            " that network",
        )
        return
    usable = pool.shared(hosts(node))
    if usable != pool:
        edge = node.network_address if node.network_address in pool else node.broadcast_address
        kind = "network" if edge == node.network_address else "broadcast"
        advice = f"write {usable}" if usable is not None else "choose other addresses"
        yield path, f"{what} {pool} contains {edge}, the {kind} address of networks.node {node}; {advice}"


def _machines_in_pools(peek: Peek) -> Iterator[Finding]:
    machines = [(machine, machine.address) for machine in peek.machines() if machine.address is not None]
    for path, pool in peek.pools():
        for machine, address in machines:
            if address in pool:
                line = peek.line((*machine.path, "address"))
                yield (
                    path,
                    f"the load balancer's range {pool} contains {address}, the address of {machine.name} (line {line});"
                    " Services would take it over: leave it out of the range",
                )
