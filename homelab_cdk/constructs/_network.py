"""Endpoints, edges, and the network policies that come from them alone."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from ..model import DNS_PODS, SYSTEM_NAMESPACE, Body, ServiceFact, WorkloadFact

if TYPE_CHECKING:
    from ._helm_release import HelmRelease
    from ._manifest import Manifest
    from ._unit_chart import UnitChart

__all__ = ["Endpoint", "NetworkRules", "Outside", "Peer", "Pods", "PolicyBook"]

Protocol = Literal["TCP", "UDP"]

_PRIVATE = {
    4: ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"),
    6: ("fc00::/7", "fe80::/10"),
}
"""Ranges that are no public internet, by version of IP (RFC 1918, RFC 3927, RFC 4193, RFC 4291)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pods:
    """Some pods of a namespace; no labels mean all of them."""

    namespace: str
    labels: Mapping[str, str] = field(default_factory=dict)

    def selector(self) -> Body:
        """A pod selector of these pods."""
        return {"matchLabels": dict(self.labels)} if self.labels else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """Addresses that are no pods: `internet`, `apiserver`, `nodes`, `anywhere` or `cluster` (all pods)."""

    what: Literal["internet", "apiserver", "nodes", "anywhere", "cluster"]


Peer = Pods | Outside


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Pods that serve something on a port: the number that the pods listen on, not a Service's.

    `host_network` says that they listen on their node's address: there no policy selects them, neither as server nor as
    peer.
    """

    pods: Pods
    port: int
    protocol: Protocol = "TCP"
    name: str = ""
    host_network: bool = False

    @classmethod
    def of_service(
        cls, release: HelmRelease, service: str, port: str | int, *, fallback: Mapping[str, str], number: int
    ) -> Endpoint:
        """The pods and the pod port behind a Service of a chart, by facts.

        Args:
            release: the release that brings the Service.
            service: name of the Service.
            port: name or number of the Service's port.
            fallback: labels of the pods where no facts of the chart are known.
            number: the pod port where no facts of the chart are known.
        """
        facts = release.known.facts
        found: ServiceFact | None = facts.service(service)
        labels, target, host = dict(fallback), number, False
        if found is not None:
            labels = dict(found.selector)
            host = any(workload.host_network for workload in facts.behind(found))
            listed = next((item for item in found.ports if port in (item.name, item.number)), None)
            if listed is not None:
                target = _pod_port(facts.behind(found), listed.target or listed.number, number)
        return cls(
            pods=Pods(namespace=release.release.namespace, labels=labels), port=target, name=service, host_network=host
        )

    @classmethod
    def of_workload(
        cls, release: HelmRelease, workload: str, port: str, *, labels: Mapping[str, str], number: int
    ) -> Endpoint:
        """The pods of a workload of a chart, where no Service stands before them.

        Args:
            release: the release that brings the workload.
            workload: name of the workload.
            port: name of the container port.
            labels: labels that choose its pods.
            number: the port where no facts of the chart are known.
        """
        found = release.known.facts.workload(workload)
        known = found.port(port) if found is not None else None
        return cls(
            pods=Pods(namespace=release.release.namespace, labels=dict(labels)),
            port=number if known is None else known,
            name=workload,
            host_network=found is not None and found.host_network,
        )


def _pod_port(workloads: Sequence[WorkloadFact], target: int | str, fallback: int) -> int:
    if isinstance(target, int):
        return target
    for workload in workloads:
        number = workload.port(target)
        if number is not None:
            return number
    return fallback


@dataclass(slots=True)
class PolicyBook:
    """The network policies of a lab: charts that share a namespace share its policies."""

    policies: dict[tuple[str, str, str], Manifest] = field(default_factory=dict)
    """By namespace, wished name and labels of the pods."""
    names: set[tuple[str, str]] = field(default_factory=set)
    closed: set[str] = field(default_factory=set)
    """Namespaces that let nothing through unasked."""
    denials: list[Manifest] = field(default_factory=list)
    """The policies that close them."""

    @property
    def written(self) -> list[Manifest]:
        """Every policy that follows from a declaration."""
        return [*self.denials, *self.policies.values()]


class NetworkRules:
    """The network policies of one unit chart; each edge adds to them, whichever side declares it."""

    def __init__(self, owner: UnitChart) -> None:
        """Start without any policy."""
        self._owner = owner
        self._book = owner.surroundings.policies

    def close(self, namespace: str) -> None:
        """Deny all traffic of a namespace but DNS; done for each namespace that the library creates."""
        self._book.closed.add(namespace)
        spec = {"policyTypes": ["Ingress", "Egress"], "egress": [_dns()]}
        self._book.denials.append(self._owner.add_manifest(_policy("default-deny", namespace, {}, spec)))

    def connect(self, client: Pods, server: Endpoint) -> None:
        """Let pods of this chart reach an endpoint: egress here, ingress where the server lives.

        In a namespace that nothing in the tree creates, such as `kube-system`, no ingress is written: the first
        policy that selects a pod closes it to everybody else. Pods with their node's network are reached at its
        address.
        """
        if server.host_network:
            self.allow_egress(client, to=Outside(what="nodes"), port=server.port, protocol=server.protocol)
            return
        self.allow_egress(client, to=server.pods, port=server.port, protocol=server.protocol)
        owner = self._owner.surroundings.namespaces.get(server.pods.namespace)
        if owner is not None:
            owner.network.allow_ingress(server, source=client)

    def allow_ingress(self, server: Endpoint, *, source: Peer) -> None:
        """Let a peer reach an endpoint of this chart; one with its node's network is reached without a policy."""
        if server.host_network:
            return
        rule = {"from": self._peers(source), "ports": [_port(server.port, server.protocol)]}
        name = f"allow-to-{server.name or _name_of(server.pods)}"
        policy = self._policy_of(name, server.pods, "Ingress")
        if rule not in policy.body["spec"]["ingress"]:
            policy.body["spec"]["ingress"].append(rule)

    def allow_egress(self, client: Pods, *, to: Peer, port: int | None = None, protocol: Protocol = "TCP") -> None:
        """Let pods of this chart reach a peer; by default on any port.

        In a namespace that this chart did not close, DNS is let through as well: there the policy is what closes.
        """
        rule: Body = {"to": self._peers(to)}
        if port is None and to == Outside(what="apiserver"):
            port = self._owner.surroundings.config.cluster.api_port
        if port is not None:
            rule["ports"] = [_port(port, protocol)]
        policy = self._policy_of(f"allow-from-{_name_of(client)}", client, "Egress")
        rules = policy.body["spec"]["egress"]
        if not rules and client.namespace not in self._book.closed:
            rules.append(_dns())
        if rule not in rules:
            rules.append(rule)

    def trust(self, source: Peer, *, pods: Pods) -> None:
        """Let a peer reach every port of some pods of this chart, for systems that talk among themselves on many."""
        policy = self._policy_of(f"allow-to-{_name_of(pods)}", pods, "Ingress")
        rule = {"from": self._peers(source)}
        if rule not in policy.body["spec"]["ingress"]:
            policy.body["spec"]["ingress"].append(rule)

    def admit_webhooks(self, release: HelmRelease) -> None:
        """Let the API server, which calls from the nodes' addresses, reach the webhooks of a chart, by its facts."""
        facts = release.known.facts
        namespace = release.release.namespace
        if namespace not in self._book.closed:
            return
        for name in sorted({webhook.service for webhook in facts.webhooks if webhook.service}):
            service = facts.service(name)
            if service is None:
                continue
            for port in service.ports:
                if port.number in {item.port for item in facts.webhooks if item.service == name}:
                    number = _pod_port(facts.behind(service), port.target or port.number, port.number)
                    pods = Pods(namespace=namespace, labels=dict(service.selector))
                    self.allow_ingress(Endpoint(pods=pods, port=number, name=name), source=Outside(what="nodes"))

    def _policy_of(self, name: str, pods: Pods, direction: Literal["Ingress", "Egress"]) -> Manifest:
        """The policy of some pods; others that would give it the same name get one with their labels' hash in it."""
        labels = json.dumps(dict(pods.labels), sort_keys=True)
        key = (pods.namespace, name, labels)
        if key not in self._book.policies:
            unique = _dns_name(name)
            if (pods.namespace, unique) in self._book.names:
                unique = f"{unique}-{hashlib.sha256(labels.encode()).hexdigest()[:8]}"
            self._book.names.add((pods.namespace, unique))
            spec = {"policyTypes": [direction], direction.lower(): []}
            body = _policy(unique, pods.namespace, pods.selector(), spec)
            self._book.policies[key] = self._owner.add_manifest(body)
        return self._book.policies[key]

    def _peers(self, peer: Peer) -> list[Body]:
        if isinstance(peer, Pods):
            selector: Body = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": peer.namespace}}}
            return [{**selector, "podSelector": peer.selector()}] if peer.labels else [selector]
        config = self._owner.surroundings.config
        everything = "0.0.0.0/0" if config.networks.node.version == 4 else "::/0"
        match peer.what:
            case "apiserver":
                hosts = dict.fromkeys([*(node.address for node in config.servers), config.cluster.api])
                return [{"ipBlock": {"cidr": f"{address}/{address.max_prefixlen}"}} for address in hosts]
            case "nodes":
                return [
                    {"ipBlock": {"cidr": str(config.networks.node)}},
                    {"ipBlock": {"cidr": str(config.networks.pod)}},
                ]
            case "cluster":
                return [{"namespaceSelector": {}}]
            case "internet":
                return [{"ipBlock": {"cidr": everything, "except": list(_PRIVATE[config.networks.node.version])}}]
            case _:
                return [{"ipBlock": {"cidr": everything}}]


def _name_of(pods: Pods) -> str:
    for label in ("app.kubernetes.io/component", "app.kubernetes.io/name", "app", "cnpg.io/cluster"):
        value = pods.labels.get(label)
        if value:
            return value
    return "all"


def _dns_name(text: str) -> str:
    """The text as a name of an object: label values may have capitals and underscores, names may not."""
    return re.sub(r"[^a-z0-9.-]+", "-", text.lower()).strip("-.")


def _dns() -> Body:
    return {
        "to": [
            {
                "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": SYSTEM_NAMESPACE}},
                "podSelector": {"matchLabels": dict(DNS_PODS)},
            }
        ],
        "ports": [{"protocol": "UDP", "port": 53}, {"protocol": "TCP", "port": 53}],
    }


def _port(number: int, protocol: Protocol) -> Body:
    return {"protocol": protocol, "port": number}


def _policy(name: str, namespace: str, selector: Body, spec: Mapping[str, Any]) -> Body:
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": name, "namespace": namespace},
        "spec": {"podSelector": selector, **spec},
    }
