"""Endpoints, edges, and the network policies that come from them alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from ..model import Body, ServiceFact, WorkloadFact

if TYPE_CHECKING:
    from ._helm_release import HelmRelease
    from ._manifest import Manifest
    from ._unit_chart import UnitChart

__all__ = ["Endpoint", "NetworkRules", "Outside", "Peer", "Pods"]

Protocol = Literal["TCP", "UDP"]

_PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16")
"""Ranges that are no public internet (RFC 1918, RFC 3927)."""


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
    """Pods that serve something on a port: the number that the pods listen on, not a Service's."""

    pods: Pods
    port: int
    protocol: Protocol = "TCP"
    name: str = ""

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
        labels, target = dict(fallback), number
        if found is not None:
            labels = dict(found.selector)
            listed = next((item for item in found.ports if port in (item.name, item.number)), None)
            if listed is not None:
                target = _pod_port(facts.behind(found), listed.target or listed.number, number)
        return cls(pods=Pods(namespace=release.release.namespace, labels=labels), port=target, name=service)


def _pod_port(workloads: Sequence[WorkloadFact], target: int | str, fallback: int) -> int:
    if isinstance(target, int):
        return target
    for workload in workloads:
        number = workload.port(target)
        if number is not None:
            return number
    return fallback


class NetworkRules:
    """The network policies of one unit chart; each edge adds to them, whichever side declares it."""

    def __init__(self, owner: UnitChart) -> None:
        """Start without any policy."""
        self._owner = owner
        self._policies: dict[tuple[str, str], Manifest] = {}
        self._closed: list[str] = []

    def close(self, namespace: str) -> None:
        """Deny all traffic of a namespace but DNS; done for each namespace that the library creates."""
        self._closed.append(namespace)
        dns = {
            "to": [
                {
                    "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}},
                    "podSelector": {"matchLabels": {"k8s-app": "kube-dns"}},
                }
            ],
            "ports": [{"protocol": "UDP", "port": 53}, {"protocol": "TCP", "port": 53}],
        }
        self._owner.add_manifest(
            _policy("default-deny", namespace, {}, {"policyTypes": ["Ingress", "Egress"], "egress": [dns]})
        )

    def connect(self, client: Pods, server: Endpoint) -> None:
        """Let pods of this chart reach an endpoint: egress here, ingress where the server lives."""
        self.allow_egress(client, to=server.pods, port=server.port, protocol=server.protocol)
        owner = _owner_of(self._owner, server.pods.namespace)
        owner.allow_ingress(server, source=client)

    def allow_ingress(self, server: Endpoint, *, source: Peer) -> None:
        """Let a peer reach an endpoint of this chart."""
        rule = {"from": self._peers(source), "ports": [_port(server.port, server.protocol)]}
        name = f"allow-to-{server.name or _name_of(server.pods)}"
        policy = self._policy_of(name, server.pods, "Ingress")
        if rule not in policy.body["spec"]["ingress"]:
            policy.body["spec"]["ingress"].append(rule)

    def allow_egress(self, client: Pods, *, to: Peer, port: int | None = None, protocol: Protocol = "TCP") -> None:
        """Let pods of this chart reach a peer; by default on any port."""
        rule: Body = {"to": self._peers(to)}
        if port is None and to == Outside(what="apiserver"):
            port = self._owner.surroundings.config.cluster.api_port
        if port is not None:
            rule["ports"] = [_port(port, protocol)]
        policy = self._policy_of(f"allow-from-{_name_of(client)}", client, "Egress")
        if rule not in policy.body["spec"]["egress"]:
            policy.body["spec"]["egress"].append(rule)

    def admit_webhooks(self, release: HelmRelease) -> None:
        """Let the API server, which calls from the nodes' addresses, reach the webhooks of a chart, by its facts."""
        facts = release.known.facts
        namespace = release.release.namespace
        if namespace not in self._closed:
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
        key = (pods.namespace, name)
        if key not in self._policies:
            spec = {"policyTypes": [direction], direction.lower(): []}
            self._policies[key] = self._owner.add_manifest(_policy(name, pods.namespace, pods.selector(), spec))
        return self._policies[key]

    def _peers(self, peer: Peer) -> list[Body]:
        if isinstance(peer, Pods):
            selector: Body = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": peer.namespace}}}
            return [{**selector, "podSelector": peer.selector()}] if peer.labels else [selector]
        config = self._owner.surroundings.config
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
                return [{"ipBlock": {"cidr": "0.0.0.0/0", "except": list(_PRIVATE)}}]
            case _:
                return [{"ipBlock": {"cidr": "0.0.0.0/0"}}]


def _owner_of(client: UnitChart, namespace: str) -> NetworkRules:
    """The rules of the chart that created a namespace, so that a policy stands beside the pods that it guards."""
    return client.surroundings.namespaces.get(namespace, client).network


def _name_of(pods: Pods) -> str:
    for label in ("app.kubernetes.io/component", "app.kubernetes.io/name", "app", "cnpg.io/cluster"):
        value = pods.labels.get(label)
        if value:
            return value
    return "all"


def _port(number: int, protocol: Protocol) -> Body:
    return {"protocol": protocol, "port": number}


def _policy(name: str, namespace: str, selector: Body, spec: Mapping[str, Any]) -> Body:
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": name, "namespace": namespace},
        "spec": {"podSelector": selector, **spec},
    }
