"""The pods that a Kubernetes distribution brings along, where the lab does not bring its own."""

from __future__ import annotations

from ..constructs import left_to_the_distribution
from ..model import SYSTEM_NAMESPACE, ContainerFact, WorkloadFact, at
from ..order import Built

__all__ = ["packaged"]


def packaged(built: Built) -> list[WorkloadFact]:
    """What runs besides the lab's own systems."""
    config = built.lab.config
    parts = left_to_the_distribution(built.lab.surroundings)
    found = [workload for part in parts for workload in part.workloads]
    balancing = [part for part in parts if part.for_each_balanced]
    if balancing:
        names = _balanced(built)
        found += [workload for part in balancing for workload in part.balancing(names)]
    if config.shares_api_address:
        # No part of a distribution: this library installs it, on the machines that share an address (`bootstrap`).
        found.append(
            WorkloadFact(
                kind="DaemonSet",
                namespace=SYSTEM_NAMESPACE,
                name="kube-vip",
                replicas=0,
                containers=(ContainerFact(name="kube-vip", image=""),),
                node_selector=(("node-role.kubernetes.io/control-plane", _server_label(built)),),
                tolerates=("*",),
            )
        )
    return found


def _balanced(built: Built) -> list[str]:
    """The Services to which servicelb gives a DaemonSet each."""
    names = [item.key.name for item in built.of("", "Service") if at(item.body, "spec").get("type") == "LoadBalancer"]
    for _, known in built.releases:
        names += [service.name for service in known.facts.services if service.type == "LoadBalancer"]
    return names


def _server_label(built: Built) -> str:
    return "true" if built.lab.config.cluster.distribution == "k3s" else ""
