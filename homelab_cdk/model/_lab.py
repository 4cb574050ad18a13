"""A lab as `homelab.yaml` describes it: typed, frozen, complete."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from ._finding import Acceptance
from ._k3s import K3S_RELEASES
from ._network import Address, AddressRange, Network
from ._place import Place
from ._slots import SLOTS

__all__ = [
    "Architecture",
    "Cluster",
    "ComponentChoice",
    "Disk",
    "DiskKind",
    "EtcdSnapshots",
    "GitSource",
    "LabConfig",
    "Networks",
    "Node",
    "NodeRole",
    "Registries",
]

Architecture = Literal["amd64", "arm64"]
DiskKind = Literal["nvme", "ssd", "hdd"]
NodeRole = Literal["server", "agent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    """A disk of a node; `size` in bytes."""

    name: str
    size: int
    kind: DiskKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A machine of the cluster.

    `cores` counts CPU threads as Kubernetes does, `memory` is in bytes, `link` is the speed of the network link in
    megabits per second. A `server` runs the control plane; an `agent` only workloads. `labels` and `taints` are those
    that it registers with, taints as `key=value:Effect`; `interface` is the network interface that has its address,
    where it has several.
    """

    name: str
    address: Address
    roles: tuple[NodeRole, ...]
    cores: int
    memory: int
    disks: tuple[Disk, ...] = ()
    architecture: Architecture = "amd64"
    link: int = 1000
    labels: tuple[tuple[str, str], ...] = ()
    taints: tuple[str, ...] = ()
    interface: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Networks:
    """The address ranges of a lab; none overlaps another where it must not (checked by the reader)."""

    node: Network
    pod: Network
    service: Network
    load_balancer: tuple[AddressRange, ...] = ()
    dhcp: AddressRange | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GitSource:
    """Where Flux reads this repository from; `secret` names the Secret in `flux-system` with the credentials."""

    url: str
    branch: str = "main"
    secret: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Registries:
    """Where the machines get images from.

    `mirrors` are the URLs that are tried before a registry itself, by the registry's name (`*` for all others);
    `authorities` the files on the machines with the CA of a registry or mirror, by its host. With `embedded`, the
    machines hand images on to each other.
    """

    mirrors: tuple[tuple[str, tuple[str, ...]], ...] = ()
    authorities: tuple[tuple[str, str], ...] = ()
    embedded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EtcdSnapshots:
    """When each server writes a snapshot of etcd to its disk (cron), and how many it keeps; the defaults of k3s."""

    schedule: str = "0 */12 * * *"
    retention: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """The Kubernetes of the lab.

    `kubernetes` is the minor version that manifests are written for, `k3s` the release of k3s where it is not the one
    that this library pins for that minor. `api` is the address under which the API server is reached; by default the
    first server's. `hardened` follows the CIS guide of k3s.
    """

    distribution: Literal["k3s", "kubeadm"] = "k3s"
    kubernetes: str = "1.36"
    k3s: str | None = None
    api: Address
    api_port: int = 6443
    hardened: bool = False
    registries: Registries = Registries()
    etcd_snapshots: EtcdSnapshots = EtcdSnapshots()

    @property
    def k3s_version(self) -> str:
        """The release of k3s that the machines run, such as `v1.36.3+k3s1`."""
        return self.k3s or K3S_RELEASES[self.kubernetes]

    @property
    def version(self) -> str:
        """The version of Kubernetes that the machines run: `1.36.3`, or `1.36` where its patch is not known.

        The releases of k3s name it; with kubeadm, and for a minor of which no release is pinned, the machines decide.
        """
        release = self.k3s or K3S_RELEASES.get(self.kubernetes)
        if self.distribution != "k3s" or release is None:
            return self.kubernetes
        return release.removeprefix("v").partition("+")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentChoice:
    """One answer to a slot: the component, the name of the instance, and its options as the file gives them.

    `instance` is the name that the file gives where there may be several, and the component's own name elsewhere.
    `options` holds the keys of the file (camelCase) with plain YAML values; `place` is where the answer stands and
    `places` where each option does, by its path below the component with dots between (`patches.0.kind`).
    """

    slot: str
    choice: str
    instance: str
    options: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    place: Place = Place("homelab.yaml", 1, 1)
    places: Mapping[str, Place] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def id(self) -> str:
        """The construct id: `postgresql-main` for an instance, the component's name for a component of its own."""
        return f"{self.choice}-{self.instance}" if SLOTS[self.slot].takes == "instances" else self.choice


@dataclass(frozen=True, slots=True, kw_only=True)
class LabConfig:
    """Everything that one `homelab.yaml` says."""

    name: str
    domain: str
    cluster: Cluster
    nodes: tuple[Node, ...]
    networks: Networks
    git: GitSource
    phase: int = 4
    headroom: int = 20
    """Percent of the machines' CPU, memory and disk that should stay free; below it a rule warns."""
    components: tuple[ComponentChoice, ...] = ()
    refused: frozenset[str] = frozenset()
    """Slots that were answered with `none`."""
    accepted: tuple[Acceptance, ...] = ()
    """What rules find about single objects and is right in this lab, and dangerous changes that are wanted."""
    places: Mapping[str, Place] = field(default_factory=lambda: MappingProxyType({}), compare=False, repr=False)
    """Where each key of the file stands, by its path with dots between (`cluster.api`, `nodes.node-1.memory`)."""

    def place(self, path: str) -> Place | None:
        """Where a key stands, or the nearest key around it that the file has; nothing without a file."""
        while path:
            if path in self.places:
                return self.places[path]
            path = path.rpartition(".")[0]
        return None

    @property
    def servers(self) -> tuple[Node, ...]:
        """The nodes that run the control plane."""
        return tuple(node for node in self.nodes if "server" in node.roles)

    @property
    def shares_api_address(self) -> bool:
        """Whether the API server's address is no machine's own: the servers share it, one of them at a time."""
        return all(node.address != self.cluster.api for node in self.nodes)

    @classmethod
    def sample(cls, *, nodes: int = 1, components: tuple[ComponentChoice, ...] = ()) -> LabConfig:
        """A small valid lab of equal machines, for tests and for constructs that stand outside of any lab.

        Several machines share an address for the API.
        """
        machines = tuple(
            Node(
                name=f"node-{number}",
                address=ipaddress.ip_address(f"192.168.1.{10 + number}"),
                roles=("server",),
                cores=8,
                memory=32 * 1024**3,
                disks=(Disk(name="nvme0n1", size=1024**4, kind="nvme"),),
            )
            for number in range(1, nodes + 1)
        )
        return cls(
            name="homelab",
            domain="home.example.com",
            cluster=Cluster(api=machines[0].address if nodes == 1 else ipaddress.ip_address("192.168.1.10")),
            nodes=machines,
            networks=Networks(
                node=ipaddress.ip_network("192.168.1.0/24"),
                pod=ipaddress.ip_network("10.42.0.0/16"),
                service=ipaddress.ip_network("10.43.0.0/16"),
                load_balancer=(AddressRange.parse("192.168.1.200-192.168.1.220"),),
            ),
            git=GitSource(url="https://git.example.com/me/homelab.git"),
            components=components,
        )
