"""The pods that a Kubernetes distribution brings along, where the lab does not bring its own."""

from __future__ import annotations

from dataclasses import replace

from ..constructs import Capability, Gateway, LoadBalancer, ResourceMetrics, StorageClass
from ..model import ContainerFact, PortFact, WorkloadFact, at
from ..order import Built

__all__ = ["DISTRIBUTION", "packaged"]

DISTRIBUTION = "kube-system"
"""The namespace of what comes with the distribution."""

_MI = 1024**2


def packaged(built: Built) -> list[WorkloadFact]:
    """What runs besides the lab's own systems."""
    config = built.lab.config
    found = [_dns(2 if config.cluster.distribution == "kubeadm" else 1)]
    if config.cluster.distribution == "k3s":
        provided = built.lab.surroundings.capabilities.all
        wanted: dict[type[Capability], list[WorkloadFact]] = {
            Gateway: [_one("traefik")],
            ResourceMetrics: [_metrics_server()],
            StorageClass: [_one("local-path-provisioner")],
            LoadBalancer: [_one(f"svclb-{name}", replicas=0) for name in _balanced(built)],
        }
        for capability, workloads in wanted.items():
            if not provided(capability):
                found += workloads
    if config.cluster.api not in {node.address for node in config.nodes}:
        found.append(
            WorkloadFact(
                kind="DaemonSet",
                namespace=DISTRIBUTION,
                name="kube-vip",
                replicas=0,
                containers=(ContainerFact(name="kube-vip", image=""),),
                node_selector=(("node-role.kubernetes.io/control-plane", _server_label(built)),),
                tolerates=("*",),
            )
        )
    return found


def _dns(replicas: int) -> WorkloadFact:
    """CoreDNS (source: k3s, manifests/coredns.yaml; the same requests, label and ports as kubeadm's)."""
    known = _one("coredns", replicas=replicas, cpu=100, memory=70 * _MI, limit=170 * _MI)
    ports = (
        PortFact(name="dns", number=53, protocol="UDP"),
        PortFact(name="dns-tcp", number=53),
        PortFact(name="metrics", number=9153),
    )
    container = replace(known.containers[0], ports=ports)
    return replace(known, labels=(("k8s-app", "kube-dns"),), containers=(container,))


def _metrics_server() -> WorkloadFact:
    """With what metrics-server's own chart requests; the manifest of k3s sets nothing in the releases that were read."""
    return _one("metrics-server", cpu=100, memory=200 * _MI)


def _one(name: str, *, replicas: int = 1, cpu: int = 0, memory: int = 0, limit: int = 0) -> WorkloadFact:
    """A workload; what requests nothing in k3s' own manifest counts as that."""
    container = ContainerFact(name=name, image="", cpu_request=cpu, memory_request=memory, memory_limit=limit)
    return WorkloadFact(
        kind="Deployment" if replicas else "DaemonSet",
        namespace=DISTRIBUTION,
        name=name,
        replicas=replicas,
        containers=(container,),
        tolerates=("CriticalAddonsOnly", "node-role.kubernetes.io/control-plane:NoSchedule"),
    )


def _balanced(built: Built) -> list[str]:
    """The Services to which servicelb gives a DaemonSet each."""
    names = [item.key.name for item in built.of("", "Service") if at(item.body, "spec").get("type") == "LoadBalancer"]
    for _, known in built.releases:
        names += [service.name for service in known.facts.services if service.type == "LoadBalancer"]
    return names


def _server_label(built: Built) -> str:
    return "true" if built.lab.config.cluster.distribution == "k3s" else ""
