"""A file that was found valid, as a `LabConfig`."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from ..model import (
    AddressRange,
    Cluster,
    Disk,
    EtcdSnapshots,
    GitSource,
    LabConfig,
    Networks,
    Node,
    Registries,
    parse_address,
    parse_bytes,
    parse_network,
)
from ._accept import accepted
from ._choices import choices_of, refused_slots
from ._document import Document
from ._lab_schema import HEADROOM, KUBERNETES, POD_NETWORK, SERVICE_NETWORK

__all__ = ["build_config"]


def build_config(document: Document) -> LabConfig:
    """The lab that a valid document describes."""
    root: dict[str, Any] = document.root
    nodes = tuple(_node(name, node) for name, node in root["nodes"].items())
    cluster = root.get("cluster", {})
    networks = root["networks"]
    git = root["git"]
    first_server = next(node for node in nodes if "server" in node.roles)
    return LabConfig(
        name=root["name"],
        domain=root["domain"],
        cluster=Cluster(
            distribution=cluster.get("distribution", "k3s"),
            kubernetes=cluster.get("kubernetes", KUBERNETES[-1]),
            api=parse_address(cluster["api"]) if "api" in cluster else first_server.address,
            api_port=int(cluster.get("apiPort", 6443)),
            k3s=cluster.get("k3sVersion"),
            hardened=bool(cluster.get("hardened", False)),
            registries=_registries(cluster.get("registries", {})),
            etcd_snapshots=EtcdSnapshots(**cluster.get("etcdSnapshots", {})),
        ),
        nodes=nodes,
        networks=Networks(
            node=parse_network(networks["node"]),
            pod=parse_network(networks.get("pod", POD_NETWORK)),
            service=parse_network(networks.get("service", SERVICE_NETWORK)),
            load_balancer=tuple(AddressRange.parse(pool) for pool in networks.get("loadBalancer", ())),
            dhcp=AddressRange.parse(networks["dhcp"]) if "dhcp" in networks else None,
        ),
        git=GitSource(url=git["url"], branch=git.get("branch", "main"), secret=git.get("secret")),
        phase=int(root.get("rollout", {}).get("phase", 4)),
        headroom=int(root.get("capacity", {}).get("headroom", HEADROOM)),
        components=tuple(choice for _, choice in choices_of(document)),
        refused=refused_slots(document),
        accepted=accepted(document),
        places=MappingProxyType({".".join(map(str, path)): spot.key for path, spot in document.spots.items()}),
    )


def _node(name: str, node: dict[str, Any]) -> Node:
    return Node(
        name=name,
        address=parse_address(node["address"]),
        roles=tuple(node["roles"]),
        cores=int(node["cores"]),
        memory=parse_bytes(node["memory"]),
        architecture=node.get("architecture", "amd64"),
        link=_megabits(node.get("link", "1Gbit")),
        disks=tuple(
            Disk(name=disk, size=parse_bytes(inner["size"]), kind=inner["kind"])
            for disk, inner in node.get("disks", {}).items()
        ),
        labels=tuple(node.get("labels", {}).items()),
        taints=tuple(node.get("taints", ())),
        interface=node.get("interface"),
    )


def _registries(registries: dict[str, Any]) -> Registries:
    return Registries(
        mirrors=tuple((name, tuple(urls)) for name, urls in registries.get("mirrors", {}).items()),
        authorities=tuple(registries.get("authorities", {}).items()),
        embedded=bool(registries.get("embedded", False)),
    )


def _megabits(text: str) -> int:
    return round(float(text.removesuffix("bit")[:-1]) * (1000 if text.endswith("Gbit") else 1))
