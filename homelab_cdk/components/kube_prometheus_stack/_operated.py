"""The StatefulSets that the Prometheus Operator makes; source of names, labels and ports: its v0.93."""

from __future__ import annotations

from ...model import ContainerFact, PortFact, VolumeFact, WorkloadFact, parse_bytes, parse_cores

__all__ = ["GOSSIP", "RELOADER", "RELOADER_SIZE", "WEB", "operated"]

WEB = {"prometheus": 9090, "alertmanager": 9093}
GOSSIP = 9094
"""Where the Alertmanagers tell each other what was sent, by TCP and UDP."""
RELOADER = 8080
"""The metrics of the container that reloads the configuration."""

RELOADER_SIZE = ("5m", "32Mi", "64Mi")
"""CPU, memory and memory limit of each container that reloads a configuration."""

_IMAGES = {
    "prometheus": "quay.io/prometheus/prometheus:v3.14.0-distroless",
    "alertmanager": "quay.io/prometheus/alertmanager:v0.34.0",
    "reloader": "quay.io/prometheus-operator/prometheus-config-reloader:v0.93.1",
}
"""The images of the pinned chart (source: its `values.yaml`)."""


def operated(
    kind: str,
    *,
    namespace: str,
    resource: str,
    replicas: int,
    size: tuple[str, str, str],
    storage: str,
    storage_class: str,
) -> WorkloadFact:
    """The StatefulSet of a Prometheus or an Alertmanager.

    Args:
        kind: `prometheus` or `alertmanager`.
        namespace: where it lives.
        resource: name of the custom resource.
        replicas: pods, which keep to different nodes where that is possible (the chart's `podAntiAffinity: soft`).
        size: requested CPU and memory, and the memory limit.
        storage: size of each pod's volume.
        storage_class: the StorageClass; empty for the default.
    """
    name = f"{kind}-{resource}"
    labels = {
        "app.kubernetes.io/instance": resource,
        "app.kubernetes.io/managed-by": "prometheus-operator",
        "app.kubernetes.io/name": kind,
        kind: resource,
    }
    ports = [PortFact(name="http-web", number=WEB[kind])]
    if kind == "prometheus":
        labels |= {"operator.prometheus.io/name": resource, "operator.prometheus.io/shard": "0"}
    else:
        ports += [
            PortFact(name="mesh-tcp", number=GOSSIP),
            PortFact(name="mesh-udp", number=GOSSIP, protocol="UDP"),
        ]
    return WorkloadFact(
        kind="StatefulSet",
        namespace=namespace,
        name=name,
        replicas=replicas,
        labels=tuple(sorted(labels.items())),
        containers=(
            _container(kind, _IMAGES[kind], size, tuple(ports)),
            _reloader("config-reloader", RELOADER),
        ),
        init_containers=(_reloader("init-config-reloader", RELOADER + 1),),
        volumes=(
            VolumeFact(name=f"{name}-db", size=parse_bytes(storage), storage_class=storage_class, per_replica=True),
        ),
        apart="preferred",
    )


def _reloader(name: str, port: int) -> ContainerFact:
    return _container(name, _IMAGES["reloader"], RELOADER_SIZE, (PortFact(name="reloader-web", number=port),))


def _container(name: str, image: str, size: tuple[str, str, str], ports: tuple[PortFact, ...]) -> ContainerFact:
    cpu, memory, limit = size
    return ContainerFact(
        name=name,
        image=image,
        cpu_request=parse_cores(cpu),
        memory_request=parse_bytes(memory),
        memory_limit=parse_bytes(limit),
        ports=ports,
    )
