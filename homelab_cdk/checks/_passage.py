"""Whether the network policies of a lab let some pods reach others.

What is not known counts as open: a selection of namespaces by labels of their own, pods of which nothing is known, addresses that
pods may have.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from ..model import Network
from ..order import Built, Item
from ._pods import PodSet
from ._policies import egress, ingress, policies
from ._read import EMPTY, Map, at, mapping, maps, texts
from ._rule import once

__all__ = ["Port", "at_their_machine", "let_in", "let_out", "protocol_of"]

_NAME = "kubernetes.io/metadata.name"

Direction = Literal["Ingress", "Egress"]

Port = int | str | None
"""A port of pods by its number or name; nothing means any."""


@dataclass(frozen=True, slots=True)
class _Door:
    """One peer of one rule of a policy, with its namespace, empty where it is any; an empty peer is everybody."""

    place: str
    rule: Map
    peer: Map


@dataclass(frozen=True, slots=True)
class _Policy:
    """A policy, the pods that it is about, and whom it lets through."""

    selector: Map
    directions: frozenset[Direction]
    doors: Mapping[Direction, list[_Door]]


@dataclass(frozen=True, slots=True)
class _Policies:
    """The policies of a namespace: by a label that their pods have, and those that name none.

    A namespace may have a thousand of them, one for each application.
    """

    by_label: dict[tuple[str, object], list[_Policy]] = field(default_factory=dict)
    others: list[_Policy] = field(default_factory=list)

    def of(self, pods: PodSet) -> Iterator[_Policy]:
        """Those that are about some pods."""
        labels: Iterable[tuple[str, object]] = self.by_label if pods.loose else pods.labels.items()
        for label in labels:
            yield from (policy for policy in self.by_label.get(label, ()) if pods.taken_by(policy.selector))
        yield from (policy for policy in self.others if pods.taken_by(policy.selector))


def at_their_machine(pods: PodSet) -> bool:
    """Whether pods have their machine's network: then no policy is about them."""
    return pods.spec.get("hostNetwork") is True or (pods.fact is not None and pods.fact.host_network)


def let_in(
    built: Built, server: PodSet, port: Port, *, namespace: str, clients: Sequence[PodSet], protocol: str = ""
) -> bool:
    """Whether the server's side lets some pods of a namespace in; no clients mean that nothing is known of them.

    Without a protocol any is enough.
    """
    if at_their_machine(server) or not _is_closed(built, server, "Ingress"):
        return True
    return any(
        _is_open(door.rule, server, port, protocol) and _is_peer(door.peer, clients)
        for door in _leading(built, server, "Ingress", namespace)
    )


def let_out(
    built: Built, client: PodSet, port: Port, *, namespace: str, servers: Sequence[PodSet], protocol: str = ""
) -> bool:
    """Whether the client's side lets it out to some pods of a namespace; no servers mean that nothing is known of them.

    Without a protocol any is enough.
    """
    if at_their_machine(client) or not _is_closed(built, client, "Egress"):
        return True
    asked: Sequence[PodSet | None] = servers or (None,)
    return any(
        any(_is_open(door.rule, pods, port, protocol) for pods in asked) and _is_peer(door.peer, servers)
        for door in _leading(built, client, "Egress", namespace)
    )


def _is_closed(built: Built, pods: PodSet, direction: Direction) -> bool:
    known = _by_namespace(built).get(pods.namespace)
    return known is not None and any(direction in policy.directions for policy in known.of(pods))


def _is_directed(spec: Map, direction: Direction) -> bool:
    types = texts(spec.get("policyTypes"))
    # Without types a policy is about what comes in, and about what goes out where it has rules for that.
    return direction in types if types else direction == "Ingress" or bool(spec.get("egress"))


def _leading(built: Built, pods: PodSet, direction: Direction, other: str) -> Iterator[_Door]:
    """Where the policies about some pods lead to a namespace."""
    known = _by_namespace(built).get(pods.namespace)
    for policy in known.of(pods) if known is not None else ():
        yield from (door for door in policy.doors[direction] if door.place in ("", other))


@once
def _by_namespace(built: Built) -> dict[str, _Policies]:
    found: dict[str, _Policies] = {}
    for namespace, items in policies(built).items():
        known = found.setdefault(namespace, _Policies())
        for item in items:
            policy = _read(built, item)
            label = next(iter(at(policy.selector, "matchLabels").items()), None)
            if label is None or not isinstance(label[1], str):
                known.others.append(policy)
            else:
                known.by_label.setdefault((str(label[0]), label[1]), []).append(policy)
    return found


def _read(built: Built, item: Item) -> _Policy:
    spec = at(item.body, "spec")
    doors: dict[Direction, list[_Door]] = {"Ingress": [], "Egress": []}
    sides: tuple[tuple[Direction, str, list[Map]], ...] = (
        ("Ingress", "from", ingress(item)),
        ("Egress", "to", egress(item)),
    )
    for direction, name, rules in sides:
        for rule in rules:
            for peer in maps(rule.get(name)) or [EMPTY]:
                where = _namespace_of(built, peer, item.key.namespace)
                if where is not None:
                    doors[direction].append(_Door(where, rule, peer))
    directed = frozenset(direction for direction in doors if _is_directed(spec, direction))
    return _Policy(at(spec, "podSelector"), directed, doors)


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


def protocol_of(entry: Map) -> str:
    """The protocol of a port of a policy."""
    return str(entry.get("protocol") or "TCP")


def _is_open(rule: Map, pods: PodSet | None, port: Port, protocol: str) -> bool:
    listed = maps(rule.get("ports"))
    if not listed:
        return True
    fitting = (entry for entry in listed if protocol in ("", protocol_of(entry)))
    return any(port is None or _is_same(entry, pods, port) for entry in fitting)


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
