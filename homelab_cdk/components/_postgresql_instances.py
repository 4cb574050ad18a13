"""The pods that CloudNativePG makes for a cluster."""

from __future__ import annotations

from ..constructs import Pods
from ..model import ContainerFact, PortFact, VolumeFact, WorkloadFact
from ._postgresql_alerts import METRICS_PORT

__all__ = ["PORT", "PORTS", "STATUS_PORT", "instances_of"]

PORT, STATUS_PORT = 5432, 8000
"""Where the instances serve SQL, and where the operator asks for their status (source: CloudNativePG)."""

PORTS = (
    PortFact(name="postgresql", number=PORT),
    PortFact(name="metrics", number=METRICS_PORT),
    PortFact(name="status", number=STATUS_PORT),
)


def instances_of(
    pods: Pods, *, replicas: int, server: ContainerFact, beside: tuple[ContainerFact, ...], volume: VolumeFact
) -> WorkloadFact:
    """The pods that the operator makes for a cluster, each with a volume of its own, on different machines if it can.

    The init container that copies the operator's binary into them has the server's own requests, and runs before it
    (source: CloudNativePG's documentation: labels, ports, `affinity.podAntiAffinityType: preferred` as the default).
    """
    return WorkloadFact(
        kind="Pod",
        namespace=pods.namespace,
        name=volume.name,
        replicas=replicas,
        labels=(*sorted(pods.labels.items()), ("cnpg.io/podRole", "instance")),
        containers=(server,),
        init_containers=beside,
        volumes=(volume,),
        apart="preferred",
    )
