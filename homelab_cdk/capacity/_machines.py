"""Machines as the scheduler sees them: what they can give to pods, and what is set aside before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ..model import Architecture, LabConfig, Node, WorkloadFact
from ._amounts import NOTHING, Amounts

__all__ = ["MOST_PODS", "Machine", "Reserve", "machines_of", "reserves_of"]

MOST_PODS = 110
"""How many pods a kubelet runs (source: Kubernetes, KubeletConfiguration, `maxPods`)."""

_MI, _GI = 1024**2, 1024**3

_MEASURED: dict[tuple[str, Architecture], Amounts] = {
    ("server", "amd64"): Amounts(cpu=60, memory=1606 * _MI),
    ("server", "arm64"): Amounts(cpu=300, memory=1613 * _MI),
    ("agent", "amd64"): Amounts(cpu=30, memory=275 * _MI),
    ("agent", "arm64"): Amounts(cpu=100, memory=268 * _MI),
}
"""What k3s itself takes with etcd and a workload on a Xeon and on a Raspberry Pi 4 (source: docs.k3s.io, Resource
Profiling); k3s sets no `kube-reserved` by itself, so the machines' configuration does."""

_SYSTEM = Amounts(cpu=100, memory=512 * _MI, disk=20 * _GI)
"""Assumed for a server without a desktop, with the images of all containers; no upstream gives a figure."""

_KUBEADM = Amounts(cpu=2000, memory=2 * 10**9)
"""What kubeadm asks of a machine with the control plane."""

_EVICTED_BELOW = 15
"""Percentage of a disk below which the kubelet of k3s evicts pods (source: k3s, pkg/daemons/agent, `evictionHard`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserve:
    """What a machine gives to something else than pods, and why that much; `flag` is what tells the kubelet so."""

    name: str
    amounts: Amounts
    source: str
    flag: Literal["", "kube-reserved", "system-reserved"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A node with what it can give to pods; `disk` is the size of its first disk, 0 where none is declared.

    System, images, ephemeral storage and volumes share that disk: k3s, Longhorn and local-path keep all below `/var/lib`.
    """

    node: Node
    reserves: tuple[Reserve, ...]
    allocatable: Amounts
    disk: int
    labels: Mapping[str, str] = field(default_factory=dict)
    taints: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The node's name."""
        return self.node.name

    @property
    def server(self) -> bool:
        """Whether it runs the control plane."""
        return "server" in self.node.roles

    def takes(self, workload: WorkloadFact) -> bool:
        """Whether pods of a workload may run on it at all, by its labels and taints."""
        if not self.taints and not workload.node_selector:
            return True
        return all(self.labels.get(key) == value for key, value in workload.node_selector) and all(
            any(_tolerated(taint, item) for item in workload.tolerates) for taint in self.taints
        )


def machines_of(config: LabConfig) -> tuple[Machine, ...]:
    """The machines of a lab, in the order of the file."""
    return tuple(_machine(node, config) for node in config.nodes)


def reserves_of(node: Node, config: LabConfig) -> tuple[Reserve, ...]:
    """What is set aside on a node before any pod is placed."""
    role = "server" if "server" in node.roles else "agent"
    if config.cluster.distribution == "kubeadm" and role == "server":
        kubernetes = Reserve(
            name="control plane", amounts=_KUBEADM, source="what kubeadm asks for", flag="kube-reserved"
        )
    else:
        kubernetes = Reserve(
            name=f"k3s {role}" if config.cluster.distribution == "k3s" else "kubelet and containerd",
            amounts=_MEASURED[role, node.architecture],
            source="measured by k3s",
            flag="kube-reserved",
        )
    kept = Amounts(disk=_first_disk(node) * _EVICTED_BELOW // 100)
    return (
        kubernetes,
        Reserve(name="operating system", amounts=_SYSTEM, source="assumed", flag="system-reserved"),
        Reserve(name="free disk", amounts=kept, source=f"below {_EVICTED_BELOW}% pods are evicted"),
    )


def _machine(node: Node, config: LabConfig) -> Machine:
    reserves = reserves_of(node, config)
    disk = _first_disk(node)
    hardware = Amounts(node.cores * 1000, node.memory, disk)
    return Machine(
        node=node,
        reserves=reserves,
        allocatable=hardware - sum((item.amounts for item in reserves), NOTHING),
        disk=disk,
        labels=_labels(node, config),
        taints=_taints(node),
    )


def _first_disk(node: Node) -> int:
    return node.disks[0].size if node.disks else 0


def _labels(node: Node, config: LabConfig) -> dict[str, str]:
    """The labels that a node registers with, and those that the lab gives it."""
    labels = {
        "kubernetes.io/hostname": node.name,
        "kubernetes.io/arch": node.architecture,
        "kubernetes.io/os": "linux",
    }
    if "server" in node.roles:
        labels["node-role.kubernetes.io/control-plane"] = "true" if config.cluster.distribution == "k3s" else ""
    return {**labels, **dict(node.labels)}


def _taints(node: Node) -> tuple[str, ...]:
    """The taints that keep pods away, as `key=value:Effect`."""
    return tuple(item for item in node.taints if not item.endswith(":PreferNoSchedule"))


def _tolerated(taint: str, toleration: str) -> bool:
    """Whether a toleration, as `WorkloadFact` writes it, bears a taint."""
    key_value, _, effect = taint.rpartition(":")
    tolerated, colon, only = toleration.rpartition(":")
    if not colon:
        tolerated, only = toleration, ""
    if only not in ("", effect):
        return False
    return tolerated in ("*", key_value, key_value.partition("=")[0]) or tolerated == f"{key_value}="
