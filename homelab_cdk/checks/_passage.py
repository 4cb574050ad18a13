"""Whether the network policies of a lab let some pods reach others.

What is not known counts as open: a selection of namespaces by labels of their own, pods of which nothing is known, addresses that
pods may have.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ..model import Network
from ..order import Built, Item
from ._pods import PodSet
from ._policies import egress, ingress, policies
from ._read import EMPTY, Map, at, mapping, maps, texts
from ._rule import once

__all__ = ["Port", "at_their_machine", "let_in", "let_out"]

_NAME = "kubernetes.io/metadata.name"

Direction = Literal["Ingress", "Egress"]

Port = int | str | None
"""A port of pods by its number or name; nothing means any."""


@dataclass(frozen=True, slots=True)
class _Door:
    """One peer of one rule of a policy; an empty peer is everybody."""

    item: Item
    rule: Map
    peer: Map


_Doors = dict[tuple[str, Direction], dict[str, list[_Door]]]
"""By the namespace of the policy and the direction, then by the namespace of the peer; without a name where it is any."""


def at_their_machine(pods: PodSet) -> bool:
    """Whether pods have their machine's network: then no policy is about them."""
    return pods.spec.get("hostNetwork") is True or (pods.fact is not None and pods.fact.host_network)


def let_in(built: Built, server: PodSet, port: Port, *, namespace: str, clients: Sequence[PodSet]) -> bool:
    """Whether the server's side lets some pods of a namespace in; no clients mean that nothing is known of them."""
    if at_their_machine(server) or not _is_closed(built, server, "Ingress"):
        return True
    return any(
        server.taken_by(at(door.item.body, "spec", "podSelector"))
        and _is_open(door.rule, server, port)
        and _is_peer(door.peer, clients)
        for door in _leading(built, server.namespace, "Ingress", namespace)
    )


def let_out(built: Built, client: PodSet, port: Port, *, namespace: str, servers: Sequence[PodSet]) -> bool:
    """Whether the client's side lets it out to some pods of a namespace; no servers mean that nothing is known of them."""
    if at_their_machine(client) or not _is_closed(built, client, "Egress"):
        return True
    return any(
        client.taken_by(at(door.item.body, "spec", "podSelector"))
        and any(_is_open(door.rule, pods, port) for pods in servers or [None])
        and _is_peer(door.peer, servers)
        for door in _leading(built, client.namespace, "Egress", namespace)
    )


def _is_closed(built: Built, pods: PodSet, direction: Direction) -> bool:
    return any(
        _is_directed(at(item.body, "spec"), direction) and pods.taken_by(at(item.body, "spec", "podSelector"))
        for item in policies(built).get(pods.namespace, ())
    )


def _is_directed(spec: Map, direction: Direction) -> bool:
    types = texts(spec.get("policyTypes"))
    # Without types a policy is about what comes in, and about what goes out where it has rules for that.
    return direction in types if types else direction == "Ingress" or bool(spec.get("egress"))


def _leading(built: Built, namespace: str, direction: Direction, other: str) -> Iterator[_Door]:
    doors = _doors(built).get((namespace, direction), {})
    yield from doors.get(other, ())
    yield from doors.get("", ())


@once
def _doors(built: Built) -> _Doors:
    found: _Doors = {}
    for namespace, items in policies(built).items():
        for item in items:
            for direction, field, rules in (("Ingress", "from", ingress(item)), ("Egress", "to", egress(item))):
                doors = found.setdefault((namespace, direction), {})
                for rule in rules:
                    for peer in maps(rule.get(field)) or [EMPTY]:
                        where = _namespace_of(built, peer, namespace)
                        if where is not None:
                            doors.setdefault(where, []).append(_Door(item, rule, peer))
    return found


def _namespace_of(built: Built, peer: Map, own: str) -> str | None:
    """The namespace of a peer; empty where it may be any, nothing where it is addresses that no pod has."""
    block = mapping(peer.get("ipBlock"))
    if block:
        but = tuple(texts(block.get("except")))
        return "" if _holds_pods(str(block.get("cidr")), but, built.lab.config.networks.pod) else None
    if "namespaceSelector" not in peer:
        return own if peer else ""
    selector = mapping(peer.get("namespaceSelector"))
    wanted = at(selector, "matchLabels")
    return str(wanted[_NAME]) if set(wanted) == {_NAME} and not selector.get("matchExpressions") else ""


@lru_cache(maxsize=1024)
def _holds_pods(cidr: str, but: tuple[str, ...], pods: Network) -> bool:
    try:
        whole, gaps = ipaddress.ip_network(cidr), [ipaddress.ip_network(gap) for gap in but]
    except ValueError:
        return True
    return whole.overlaps(pods) and not any(gap.overlaps(pods) and gap.prefixlen <= pods.prefixlen for gap in gaps)


def _is_open(rule: Map, pods: PodSet | None, port: Port) -> bool:
    listed = maps(rule.get("ports"))
    return not listed or port is None or any(_is_same(entry, pods, port) for entry in listed)


def _is_same(entry: Map, pods: PodSet | None, port: int | str) -> bool:
    value, last = entry.get("port"), entry.get("endPort")
    if value is None or value == port:
        return True
    if isinstance(value, int) and isinstance(port, int):
        return isinstance(last, int) and value <= port <= last
    # One has the name and the other the number; whether they are the same port, the facts of pods do not tell.
    name = value if isinstance(value, str) else port
    return type(value) is not type(port) and (pods is None or name in pods.port_names)


def _is_peer(peer: Map, pods: Sequence[PodSet]) -> bool:
    chosen = mapping(peer.get("podSelector"))
    return not chosen or not pods or any(one.taken_by(chosen) for one in pods)
