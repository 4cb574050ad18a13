"""What the Tigera operator makes for Calico, and how much of the machines each part gets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from ...constructs import resources
from ...model import Body, ContainerFact, PortFact, WorkloadFact, parse_bytes, parse_cores

__all__ = ["FELIX_METRICS", "MACHINE_PORTS", "SYSTEM", "TYPHA_METRICS", "api_server", "flow_logs", "node", "overrides"]

SYSTEM = "calico-system"
"""The namespace that the operator makes and owns (source: `pkg/common` of tigera/operator 1.42.3)."""

FELIX_METRICS, TYPHA_METRICS = 9091, 9093
"""The ports that Calico's documentation uses for metrics; both are opened on the machines' own addresses.

The operator hands them over as environment, so no container declares them.
"""

MACHINE_PORTS = (
    PortFact(name="VXLAN", number=4789, protocol="UDP"),
    PortFact(name="Felix's metrics", number=FELIX_METRICS),
    PortFact(name="Typha's metrics", number=TYPHA_METRICS),
    PortFact(name="Felix's health", number=9099),
)
"""What Calico takes on each machine and no container declares (source: Calico's system requirements, and `healthPort` of the
FelixConfiguration)."""

_SIZES: Mapping[str, tuple[str, str, str]] = {
    "calico-node": ("100m", "160Mi", "512Mi"),
    "install-cni": ("10m", "32Mi", "256Mi"),
    "ebpf-bootstrap": ("10m", "32Mi", "256Mi"),
    "calico-typha": ("50m", "64Mi", "256Mi"),
    "calico-kube-controllers": ("20m", "64Mi", "256Mi"),
    "calico-apiserver": ("50m", "96Mi", "256Mi"),
    "goldmane": ("50m", "128Mi", "256Mi"),
    "whisker": ("10m", "32Mi", "64Mi"),
    "whisker-backend": ("10m", "32Mi", "128Mi"),
}
"""CPU, memory and the memory limit of each container; upstream sets none."""

_IMAGES: Mapping[str, str] = {
    "calico-node": "node",
    "install-cni": "cni",
    "ebpf-bootstrap": "node",
    "calico-typha": "typha",
    "calico-kube-controllers": "kube-controllers",
    "calico-apiserver": "apiserver",
    "goldmane": "goldmane",
    "whisker": "whisker",
    "whisker-backend": "whisker-backend",
}
"""Image of each container below `quay.io/calico` (source: `pkg/components/calico.go`)."""


def overrides(*containers: str, init: tuple[str, ...] = ()) -> Body:
    """What a custom resource of the operator says of a workload: the resources of its containers."""
    spec: Body = {"containers": [_sized(name) for name in containers]}
    if init:
        spec["initContainers"] = [_sized(name) for name in init]
    return {"spec": {"template": {"spec": spec}}}


def node(version: str, *, nodes: int) -> list[WorkloadFact]:
    """The pods of every installation: on each machine, and the few that serve them.

    There are as many Typhas as the operator's autoscaler wants (source: `pkg/common/autoscale.go`).
    """
    typhas = 1 if nodes <= 2 else 2 if nodes <= 4 else 3
    return [
        _workload(
            version,
            "DaemonSet",
            "calico-node",
            0,
            init=("ebpf-bootstrap", "install-cni"),
            host_network=True,
        ),
        _workload(
            version,
            "Deployment",
            "calico-typha",
            typhas,
            ports=(5473,),
            host_network=True,
            spread_out=True,
        ),
        _workload(version, "Deployment", "calico-kube-controllers", 1),
    ]


def api_server(version: str, *, replicas: int) -> list[WorkloadFact]:
    """The aggregated API of `projectcalico.org/v3`."""
    return [_workload(version, "Deployment", "calico-apiserver", replicas, spread_out=replicas > 1)]


def flow_logs(version: str, *, whisker: bool) -> list[WorkloadFact]:
    """Goldmane, which collects flow logs, and its user interface."""
    goldmane = _workload(version, "Deployment", "goldmane", 1)
    if not whisker:
        return [goldmane]
    return [goldmane, _workload(version, "Deployment", "whisker", 1, more=("whisker-backend",))]


def _sized(name: str) -> Body:
    cpu, memory, limit = _SIZES[name]
    return {"name": name, "resources": resources(cpu=cpu, memory=memory, limit=limit)}


def _workload(
    version: str,
    kind: Literal["DaemonSet", "Deployment"],
    name: str,
    replicas: int,
    *,
    more: tuple[str, ...] = (),
    init: tuple[str, ...] = (),
    ports: tuple[int, ...] = (),
    host_network: bool = False,
    spread_out: bool = False,
) -> WorkloadFact:
    return WorkloadFact(
        kind=kind,
        namespace=SYSTEM,
        name=name,
        replicas=replicas,
        labels=(("k8s-app", name),),
        containers=(_container(name, version, ports), *(_container(item, version) for item in more)),
        init_containers=tuple(_container(item, version) for item in init),
        host_network=host_network,
        apart="preferred" if spread_out else "",
    )


def _container(name: str, version: str, ports: tuple[int, ...] = ()) -> ContainerFact:
    cpu, memory, limit = _SIZES[name]
    return ContainerFact(
        name=name,
        image=f"quay.io/calico/{_IMAGES[name]}:{version}",
        cpu_request=parse_cores(cpu),
        memory_request=parse_bytes(memory),
        memory_limit=parse_bytes(limit),
        ports=tuple(PortFact(number=number) for number in ports),
    )
