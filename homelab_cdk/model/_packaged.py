"""What a distribution of Kubernetes brings along beside Kubernetes itself, part by part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from ._facts import ContainerFact, PortFact, WorkloadFact

__all__ = ["DNS_PODS", "PACKAGED", "SYSTEM_NAMESPACE", "Packaged", "PackagedClass", "Replacement"]

SYSTEM_NAMESPACE = "kube-system"
"""The namespace of what comes with the distribution."""

DNS_PODS: tuple[tuple[str, str], ...] = (("k8s-app", "kube-dns"),)
"""The labels of the pods that answer for names of the cluster, with every distribution."""

Replacement = Literal["Cni", "Gateway", "GatewayApi", "LoadBalancer", "ResourceMetrics", "StorageClass"]
"""A capability of a lab that takes the place of what the distribution brings, by the name of its class."""

_MI = 1024**2


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagedClass:
    """A class that a part makes.

    Attributes:
        kind: `StorageClass`, `IngressClass` or `GatewayClass`.
        name: its name.
        is_default: whether it serves objects that name none.
        binds_late: whether a volume of it is made only for a pod that is scheduled (`WaitForFirstConsumer`).
        node_bound: whether a volume of it stays on the machine where it was made.
    """

    kind: str
    name: str
    is_default: bool = False
    binds_late: bool = False
    node_bound: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """What objects may call it: its name, or nothing where it is the default."""
        return (self.name, "") if self.is_default else (self.name,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Packaged:
    """A part that a distribution brings along.

    Attributes:
        name: what people call it.
        disable: its name in `disable`, with which k3s leaves it out; empty where it cannot be left out so.
        replaced_by: the capabilities of a lab any of which takes its place; nothing where it always stays.
        workloads: the workloads that it runs.
        for_each_balanced: the name of the DaemonSet that it makes for each Service of type LoadBalancer, with `{}` for the
            Service's; empty where it makes none.
        classes: the classes that it makes.
        ports: the ports that it takes on each machine, beside those of its pods.
        cluster_roles: the ClusterRoles that it makes.
        roles: the Roles that it makes, as namespace and name.
    """

    name: str
    disable: str = ""
    replaced_by: tuple[Replacement, ...] = ()
    workloads: tuple[WorkloadFact, ...] = ()
    for_each_balanced: str = ""
    classes: tuple[PackagedClass, ...] = ()
    ports: tuple[PortFact, ...] = ()
    cluster_roles: tuple[str, ...] = ()
    roles: tuple[tuple[str, str], ...] = ()

    @property
    def storage_classes(self) -> tuple[PackagedClass, ...]:
        """Those of its classes that volumes name."""
        return tuple(item for item in self.classes if item.kind == "StorageClass")

    def balancing(self, services: Iterable[str]) -> list[WorkloadFact]:
        """The workloads that it makes for some Services of type LoadBalancer."""
        if not self.for_each_balanced:
            return []
        return [_workload(self.for_each_balanced.format(name), kind="DaemonSet", replicas=0) for name in services]


def _workload(
    name: str,
    *,
    kind: str = "Deployment",
    replicas: int = 1,
    labels: tuple[tuple[str, str], ...] = (),
    ports: tuple[PortFact, ...] = (),
    cpu: int = 0,
    memory: int = 0,
    limit: int = 0,
) -> WorkloadFact:
    """A workload of a distribution; what requests nothing in its manifest counts as that."""
    container = ContainerFact(
        name=name, image="", cpu_request=cpu, memory_request=memory, memory_limit=limit, ports=ports
    )
    return WorkloadFact(
        kind=kind,
        namespace=SYSTEM_NAMESPACE,
        name=name,
        replicas=replicas,
        labels=labels,
        containers=(container,),
        tolerates=("CriticalAddonsOnly", "node-role.kubernetes.io/control-plane:NoSchedule"),
    )


def _coredns(replicas: int, *, disable: str = "") -> Packaged:
    """CoreDNS: with kubeadm the same requests, labels and ports as with k3s, in two pods."""
    ports = (
        PortFact(name="dns", number=53, protocol="UDP"),
        PortFact(name="dns-tcp", number=53),
        PortFact(name="metrics", number=9153),
    )
    return Packaged(
        name="coredns",
        disable=disable,
        workloads=(
            _workload(
                "coredns",
                replicas=replicas,
                labels=DNS_PODS,
                ports=ports,
                cpu=100,
                memory=70 * _MI,
                limit=170 * _MI,
            ),
        ),
        cluster_roles=("system:coredns",),
    )


_K3S = (
    # The flag is `flannel-backend: none`; k3s' own policy controller goes with it.
    Packaged(name="flannel", replaced_by=("Cni",), ports=(PortFact(name="flannel", number=8472, protocol="UDP"),)),
    _coredns(1, disable="coredns"),
    # It owns the CRDs of the Gateway API as well.
    Packaged(
        name="traefik",
        disable="traefik",
        replaced_by=("Gateway", "GatewayApi"),
        workloads=(_workload("traefik"),),
        classes=(
            PackagedClass(kind="IngressClass", name="traefik"),
            # Only where somebody turns its provider for the Gateway API on (`providers.kubernetesGateway`).
            PackagedClass(kind="GatewayClass", name="traefik"),
        ),
        cluster_roles=("traefik-kube-system",),
    ),
    Packaged(name="servicelb", disable="servicelb", replaced_by=("LoadBalancer",), for_each_balanced="svclb-{}"),
    Packaged(
        name="local-path",
        disable="local-storage",
        replaced_by=("StorageClass",),
        workloads=(_workload("local-path-provisioner"),),
        classes=(
            PackagedClass(kind="StorageClass", name="local-path", is_default=True, binds_late=True, node_bound=True),
        ),
        cluster_roles=("local-path-provisioner-role",),
    ),
    # With what metrics-server's own chart requests; the manifest of k3s sets nothing in the releases that were read.
    Packaged(
        name="metrics-server",
        disable="metrics-server",
        replaced_by=("ResourceMetrics",),
        workloads=(_workload("metrics-server", cpu=100, memory=200 * _MI),),
        cluster_roles=("system:aggregated-metrics-reader", "system:metrics-server"),
    ),
)

_KUBEADM = (
    _coredns(2),
    # Its DaemonSet requests nothing, and is not counted.
    Packaged(name="kube-proxy", roles=((SYSTEM_NAMESPACE, "kube-proxy"),)),
)

PACKAGED: Mapping[str, tuple[Packaged, ...]] = MappingProxyType({"k3s": _K3S, "kubeadm": _KUBEADM})
"""The parts by distribution.

Sources: k3s' documentation (packaged components; requirements, for the port), and `manifests` of k3s-io/k3s: `coredns.yaml`,
`traefik.yaml` and its chart, `local-storage.yaml`, `metrics-server`; of kubernetes, `cmd/kubeadm/app/phases/addons`.
"""
