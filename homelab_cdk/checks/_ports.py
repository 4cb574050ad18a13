"""Ports of the machines: who listens on which, on which of them; and the ports of Services on every machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .._errors import BuildError
from ..bootstrap import kube_vip_objects
from ..capacity import Machine, machines_of
from ..constructs import Cni, left_to_the_distribution
from ..model import WorkloadFact, workload_fact
from ..order import Built
from ._pods import PodSet, pods_of
from ._read import at, maps
from ._rule import once

__all__ = ["NODE_PORTS", "NodePort", "PortClaim", "machine_ports", "node_ports"]

NODE_PORTS = range(30000, 32768)
"""Where Kubernetes keeps the ports of Services (source: kube-apiserver, `--service-node-port-range`)."""

_SERVER = {
    6443: "the API server",
    2379: "etcd",
    2380: "etcd",
    2381: "etcd",
    2382: "etcd",
    10257: "kube-controller-manager",
    10258: "cloud-controller-manager",
    10259: "kube-scheduler",
}
_EACH = {
    22: "the machine's SSH server",
    6444: "the API's load balancer",
    10010: "containerd",
    10248: "the kubelet",
    10249: "kube-proxy",
    10250: "the kubelet",
    10256: "kube-proxy",
}
_REGISTRY = 5001
"""What k3s listens on (source: its documentation, Requirements, inbound rules and local ports)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PortClaim:
    """A port of some machines; `pods` is how many of them one each takes it, 0 for all.

    `address` is that of the machine on which it listens, empty for all. `fixed` says that it is no pod's.
    """

    port: int
    protocol: str
    address: str = ""
    machines: frozenset[str]
    pods: int = 0
    what: str
    path: str = "lab"
    fixed: bool = False

    def meets(self, other: PortClaim) -> bool:
        """Whether both cannot listen on one machine."""
        one, two = self.address, other.address
        return one == two or "" in (one, two) or "0.0.0.0" in (one, two) or "::" in (one, two)


@once
def machine_ports(built: Built) -> dict[tuple[int, str], list[PortClaim]]:
    """Who takes which port of the machines, by number and protocol."""
    found: dict[tuple[int, str], list[PortClaim]] = {}
    for claim in (*_of_kubernetes(built), *_of_kube_vip(built), *_of_pods(built), *_of_service_lb(built)):
        found.setdefault((claim.port, claim.protocol), []).append(claim)
    return found


def _of_kubernetes(built: Built) -> Iterator[PortClaim]:
    config = built.lab.config
    every = frozenset(node.name for node in config.nodes)
    servers = frozenset(node.name for node in config.servers)
    for port, what in _EACH.items():
        yield PortClaim(port=port, protocol="TCP", machines=every, what=what, fixed=True)
    for port, what in _SERVER.items():
        if what != "etcd" or len(servers) > 1 or config.cluster.distribution == "kubeadm":
            number = config.cluster.api_port if what == "the API server" else port
            yield PortClaim(port=number, protocol="TCP", machines=servers, what=what, fixed=True)
    if config.cluster.registries.embedded:
        yield PortClaim(port=_REGISTRY, protocol="TCP", machines=every, what="the embedded registry", fixed=True)
    networks = built.lab.surroundings.capabilities.all(Cni)
    for cni in networks:
        for item in cni.ports:
            yield PortClaim(
                port=item.number,
                protocol=item.protocol,
                machines=every,
                what=f"{item.name or 'the pod network'} of {cni.name}",
                fixed=True,
            )
    for part in left_to_the_distribution(built.lab.surroundings):
        for item in part.ports:
            yield PortClaim(port=item.number, protocol=item.protocol, machines=every, what=part.name, fixed=True)


def _of_kube_vip(built: Built) -> Iterator[PortClaim]:
    machines = machines_of(built.lab.config)
    for body in kube_vip_objects(built.lab.config):
        if body["kind"] == "DaemonSet":
            fact = workload_fact(body, namespace="kube-system", hook=False, claims={}, minimums={})
            for container in fact.containers:
                for port in container.ports:
                    yield PortClaim(
                        port=port.host,
                        protocol=port.protocol,
                        machines=_may_run(fact, machines),
                        what="kube-vip",
                        fixed=True,
                    )


def _of_pods(built: Built) -> Iterator[PortClaim]:
    machines = machines_of(built.lab.config)
    for pods in pods_of(built).sets:
        if not pods.host_ports:
            continue
        fact = _fact(pods)
        if fact is None or fact.hook or fact.kind in ("Job", "CronJob"):
            continue
        for port, protocol, address in dict.fromkeys(pods.host_ports):
            yield PortClaim(
                port=port,
                protocol=protocol,
                address=address,
                machines=_may_run(fact, machines),
                pods=fact.replicas,
                what=pods.who,
                path=pods.path,
            )


def _of_service_lb(built: Built) -> Iterator[PortClaim]:
    """What k3s' own load balancer takes on each machine, where the lab brings none (source: its documentation)."""
    config = built.lab.config
    if not any(part.for_each_balanced for part in left_to_the_distribution(built.lab.surroundings)):
        return
    every = frozenset(node.name for node in config.nodes)
    services = [
        (item.path, str(item.key), int(port["port"]), str(port.get("protocol") or "TCP"))
        for item in built.of("", "Service")
        if at(item.body, "spec").get("type") == "LoadBalancer"
        for port in maps(at(item.body, "spec").get("ports"))
        if isinstance(port.get("port"), int)
    ]
    for release, known in built.releases:
        for service in known.facts.services:
            if service.type == "LoadBalancer":
                who = f"Service {service.namespace}/{service.name}"
                services += [(release.construct, who, port.number, port.protocol) for port in service.ports]
    for path, who, number, protocol in services:
        yield PortClaim(
            port=number, protocol=protocol, machines=every, pods=1, what=f"{who} by k3s' load balancer", path=path
        )


def _fact(pods: PodSet) -> WorkloadFact | None:
    if pods.fact is not None or pods.item is None:
        return pods.fact
    try:
        return workload_fact(pods.item.body, namespace=pods.namespace, hook=False, claims={}, minimums={})
    except (BuildError, AttributeError, TypeError, ValueError):
        return None  # Kubernetes would not read it either, which the schema tells


def _may_run(fact: WorkloadFact, machines: tuple[Machine, ...]) -> frozenset[str]:
    return frozenset(machine.name for machine in machines if machine.takes(fact))


@dataclass(frozen=True, slots=True, kw_only=True)
class NodePort:
    """A port of every machine that a Service asks for."""

    port: int
    protocol: str
    field: str
    path: str
    subject: str


@once
def node_ports(built: Built) -> list[NodePort]:
    """The ports of every machine that Services of the tree and of charts ask for by number."""
    found: list[NodePort] = []
    for item in built.of("", "Service"):
        spec = at(item.body, "spec")
        for number, port in enumerate(maps(spec.get("ports"))):
            if isinstance(port.get("nodePort"), int) and port["nodePort"]:
                found.append(
                    NodePort(
                        port=port["nodePort"],
                        protocol=str(port.get("protocol") or "TCP"),
                        field=f"spec.ports[{number}].nodePort",
                        path=item.path,
                        subject=str(item.key),
                    )
                )
        check = spec.get("healthCheckNodePort")
        if isinstance(check, int) and check:
            found.append(
                NodePort(
                    port=check, protocol="TCP", field="spec.healthCheckNodePort", path=item.path, subject=str(item.key)
                )
            )
    for release, known in built.releases:
        for service in known.facts.services:
            found += [
                NodePort(
                    port=port.node,
                    protocol=port.protocol,
                    field=f"the port {port.name or port.number}",
                    path=release.construct,
                    subject=f"Service {service.namespace}/{service.name} of the chart {release.chart}",
                )
                for port in service.ports
                if port.node
            ]
    return found
