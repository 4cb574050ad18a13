"""What a workload's pods request, listen on, keep and touch of the host, read out of its manifest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from .._errors import BuildError
from ._facts import ContainerFact, PortFact, Probe, VolumeFact, WorkloadFact
from ._objects import Body, ObjectKey
from ._pod_security import PodSecurity, against_baseline, against_restricted
from ._quantity import parse_bytes, parse_cores

__all__ = ["WORKLOAD_KINDS", "claim_fact", "port_fact", "protocol", "workload_fact"]

WORKLOAD_KINDS = frozenset({"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob", "Pod"})
"""The kinds that make pods, of the groups core, `apps` and `batch`."""

_Map = Mapping[str, Any]

_HOST = "kubernetes.io/hostname"

_PROBES: Mapping[Probe, str] = {"liveness": "livenessProbe", "readiness": "readinessProbe", "startup": "startupProbe"}


def workload_fact(
    body: Body,
    *,
    namespace: str,
    hook: bool,
    claims: Mapping[str, Body],
    minimums: Mapping[tuple[str, str], int],
    security: bool = True,
) -> WorkloadFact:
    """The facts of one workload.

    A manifest that Kubernetes would not read raises whatever the reading comes upon: a BuildError, an AttributeError, a
    TypeError or a ValueError.

    Args:
        body: the manifest.
        namespace: the namespace that it lies in.
        hook: whether Helm runs it at some moments alone.
        claims: the PersistentVolumeClaims of the same namespace by name.
        minimums: the least replicas that an autoscaler keeps, by kind and name.
        security: whether the Pod Security level is worked out as well, which takes as long as all the rest.
    """
    key = ObjectKey.of(body)
    spec: _Map = body.get("spec") or {}
    template = _template(key.kind, body)
    pod: _Map = template.get("spec") or {}
    metadata: _Map = template.get("metadata") or {}
    labels: _Map = metadata.get("labels") or {}
    annotations: _Map = metadata.get("annotations") or {}
    volumes = [claim_fact(item, per_replica=True) for item in spec.get("volumeClaimTemplates") or ()]
    for volume in pod.get("volumes") or ():
        name = (volume.get("persistentVolumeClaim") or {}).get("claimName")
        if name in claims:
            volumes.append(claim_fact(claims[str(name)], per_replica=False))
        ephemeral = (volume.get("ephemeral") or {}).get("volumeClaimTemplate")
        if ephemeral:
            volumes.append(claim_fact({"metadata": {"name": volume.get("name")}, **ephemeral}, per_replica=True))
    paths = {str(volume["hostPath"].get("path", "")) for volume in pod.get("volumes") or () if volume.get("hostPath")}
    reaches = tuple(against_baseline(pod, annotations)) if security else ()
    return WorkloadFact(
        kind=key.kind,
        namespace=namespace,
        name=key.name,
        replicas=_replicas(key, spec, minimums),
        labels=_pairs(labels),
        containers=_containers(pod.get("containers"), host=bool(pod.get("hostNetwork"))),
        init_containers=_containers(pod.get("initContainers"), host=bool(pod.get("hostNetwork"))),
        whole=_container(pod) if pod.get("resources") else None,
        volumes=tuple(sorted(volumes, key=lambda item: (item.name, item.per_replica))) if volumes else (),
        host_network=bool(pod.get("hostNetwork")),
        host_paths=tuple(sorted(paths)),
        node_selector=_pairs(pod["nodeSelector"]) if pod.get("nodeSelector") else (),
        tolerates=_tolerates(pod) if pod.get("tolerations") else (),
        apart=_apart(pod) if pod.get("affinity") or pod.get("topologySpreadConstraints") else "",
        hook=hook,
        vanishes=key.kind == "Job" and spec.get("ttlSecondsAfterFinished") is not None,
        pod_security=_level(pod, reaches) if security else "",
        reaches=reaches,
    )


def _pairs(texts: _Map) -> tuple[tuple[str, str], ...]:
    return tuple(sorted([(str(name), str(value)) for name, value in texts.items()]))


def _level(pod: _Map, reaches: tuple[str, ...]) -> PodSecurity:
    return "privileged" if reaches else "baseline" if any(against_restricted(pod)) else "restricted"


def _apart(pod: _Map) -> Literal["", "preferred", "required"]:
    """Whether pods keep to different nodes, by anti-affinity or by spreading over host names."""
    anti: _Map = (pod.get("affinity") or {}).get("podAntiAffinity") or {}
    spreading = [item for item in pod.get("topologySpreadConstraints") or () if item.get("topologyKey") == _HOST]
    required = anti.get("requiredDuringSchedulingIgnoredDuringExecution") or ()
    preferred = anti.get("preferredDuringSchedulingIgnoredDuringExecution") or ()
    if any(term.get("topologyKey") == _HOST for term in required):
        return "required"
    if spreading or any((term.get("podAffinityTerm") or {}).get("topologyKey") == _HOST for term in preferred):
        return "preferred"
    return ""


def _tolerates(pod: _Map) -> tuple[str, ...]:
    """The taints that its pods tolerate, as `WorkloadFact` writes them."""
    found = set()
    for item in pod.get("tolerations") or ():
        text = str(item.get("key") or "*")
        if text != "*" and item.get("operator", "Equal") == "Equal":
            text += f"={item.get('value') or ''}"
        if item.get("effect"):
            text += f":{item['effect']}"
        found.add(text)
    return tuple(sorted(found))


def _template(kind: str, body: Body) -> _Map:
    spec: _Map = body.get("spec") or {}
    if kind == "Pod":
        return body
    if kind == "CronJob":
        spec = (spec.get("jobTemplate") or {}).get("spec") or {}
    return spec.get("template") or {}


def _replicas(key: ObjectKey, spec: _Map, minimums: Mapping[tuple[str, str], int]) -> int:
    if key.kind == "DaemonSet":
        return 0
    if key.kind == "Job":
        return int(spec.get("parallelism") or 1)
    if key.kind in ("CronJob", "Pod"):
        return 1
    given = spec.get("replicas")
    return int(given) if given is not None else minimums.get((key.kind, key.name), 1)


def _containers(items: Iterable[_Map] | None, *, host: bool) -> tuple[ContainerFact, ...]:
    return tuple([_container(item, host=host) for item in items]) if items else ()


def _container(item: _Map, *, host: bool = False) -> ContainerFact:
    resources: _Map = item.get("resources") or {}
    limits: _Map = resources.get("limits") or {}
    # Kubernetes takes a limit for the request where no request is given.
    requests: _Map = {**limits, **(resources.get("requests") or {})}
    return ContainerFact(
        name=str(item.get("name", "")),
        image=str(item.get("image", "")),
        cpu_request=parse_cores(requests.get("cpu") or 0),
        memory_request=parse_bytes(requests.get("memory") or 0),
        ephemeral_request=parse_bytes(requests.get("ephemeral-storage") or 0),
        cpu_limit=parse_cores(limits.get("cpu") or 0),
        memory_limit=parse_bytes(limits.get("memory") or 0),
        ports=tuple([port_fact(port, "containerPort", host=host) for port in item.get("ports") or ()]),
        sidecar=item.get("restartPolicy") == "Always",
        probes=tuple([probe for probe, field in _PROBES.items() if item.get(field)]),
    )


def port_fact(port: _Map, field: str, *, host: bool = False) -> PortFact:
    """A port of a container (`containerPort`) or of a Service (`port`).

    With the node's network (`host`) each port of a container is one of its node, as the API server writes it.

    Raises:
        BuildError: its number is none.
    """
    number = port.get(field)
    if not isinstance(number, int):
        raise BuildError(f"a port is written as a number, got {number!r}")
    target = port.get("targetPort") if field == "port" else ""
    return PortFact(
        name=str(port.get("name") or ""),
        number=number,
        protocol=protocol(port.get("protocol")),
        target=number if target is None else target,
        host=int(port.get("hostPort") or (number if host else 0)),
        node=int(port.get("nodePort") or 0) if field == "port" else 0,
    )


def protocol(value: object) -> Literal["TCP", "UDP", "SCTP"]:
    """The protocol of a port; TCP where none is written."""
    return "UDP" if value == "UDP" else "SCTP" if value == "SCTP" else "TCP"


def claim_fact(body: _Map, *, per_replica: bool) -> VolumeFact:
    """The volume that a PersistentVolumeClaim asks for.

    Raises:
        BuildError: its size is no quantity.
    """
    spec: _Map = body.get("spec") or {}
    size = ((spec.get("resources") or {}).get("requests") or {}).get("storage") or 0
    return VolumeFact(
        name=str((body.get("metadata") or {}).get("name", "")),
        size=parse_bytes(size),
        storage_class=str(spec.get("storageClassName") or ""),
        per_replica=per_replica,
    )
