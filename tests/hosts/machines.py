"""Labs of a few machines, and what is written for each machine."""

from __future__ import annotations

import dataclasses
import ipaddress
from typing import Any

import yaml

from homelab_cdk.constructs import (
    Capability,
    Cni,
    Gateway,
    GatewayApi,
    Lab,
    LoadBalancer,
    MetricsCollector,
    ResourceMetrics,
    StorageClass,
)
from homelab_cdk.hosts import render_hosts
from homelab_cdk.model import Cluster, LabConfig, Node
from homelab_cdk.order import Built, arrange
from homelab_cdk.synth._collect import collect
from homelab_cdk.synth._yaml import dump

Files = dict[str, str]

CAPABILITIES: tuple[type[Any], ...] = (
    Cni,
    Gateway,
    GatewayApi,
    LoadBalancer,
    MetricsCollector,
    ResourceMetrics,
    StorageClass,
)
"""All that decides about a flag."""


SHARED = ipaddress.ip_address("192.168.1.10")
"""No machine's own address."""


def config_of(*, servers: int = 1, agents: int = 0, **cluster: Any) -> LabConfig:
    """A lab of equal machines; several servers share an address for their API."""
    sample = LabConfig.sample(nodes=servers)
    machines = tuple(
        Node(
            name=f"agent-{number}",
            address=ipaddress.ip_address(f"192.168.1.{20 + number}"),
            roles=("agent",),
            cores=4,
            memory=16 * 1024**3,
        )
        for number in range(1, agents + 1)
    )
    api = sample.cluster.api if servers == 1 else SHARED
    told: Cluster = dataclasses.replace(sample.cluster, **{"api": api, **cluster})
    return dataclasses.replace(sample, nodes=(*sample.nodes, *machines), cluster=told)


def offered(kind: type[Any]) -> Capability:
    """A provider of a capability that nobody uses for anything else."""
    made: Capability = object.__new__(kind)
    made.name, made.provider = "made-up", None
    return made


def lab_of(config: LabConfig, *provided: type[Any]) -> Lab:
    lab = Lab(config)
    for kind in provided:
        lab.surroundings.capabilities.provide(offered(kind))
    return lab


def files_of(lab: Lab) -> Files:
    """All files by their paths below `generated/hosts`."""
    charts, items = collect(lab)
    built = Built(lab=lab, units=arrange(charts, items))
    return {path.removeprefix("generated/hosts/"): text for path, text in render_hosts(built, dump=dump).items()}


def flags_of(lab: Lab) -> dict[str, dict[str, Any]]:
    """What each machine's k3s is told, as YAML reads it, by the machine's name."""
    return {
        path.partition("/")[0]: yaml.safe_load(text)
        for path, text in files_of(lab).items()
        if path.endswith("/config.yaml")
    }
