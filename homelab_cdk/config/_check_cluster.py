"""Checks of the cluster: what belongs to k3s, and what its machines can be told."""

from __future__ import annotations

from collections.abc import Iterator

from ._lab_schema import KUBERNETES
from ._peek import Finding, Peek

__all__ = ["check_cluster"]

_K3S_PORT = 6443
"""Where k3s serves its API unless it is told otherwise (`--https-listen-port`)."""

_OF_K3S = ("k3sVersion", "hardened", "registries", "etcdSnapshots")

_LABEL_PREFIXES = ("kubelet.kubernetes.io", "node.kubernetes.io")
_LABELS = frozenset(
    {
        "kubernetes.io/arch",
        "kubernetes.io/hostname",
        "kubernetes.io/os",
        "topology.kubernetes.io/region",
        "topology.kubernetes.io/zone",
    }
)
"""What a machine may call itself in the domains of Kubernetes (source: the kubelet's `--node-labels`)."""


def check_cluster(peek: Peek) -> Iterator[Finding]:
    """Everything that is wrong with the cluster as a whole, and with the labels of its machines."""
    distribution = peek.document.get("cluster", "distribution") or "k3s"
    if distribution == "k3s":
        yield from _version(peek)
        yield from _port(peek)
        yield from _snapshots(peek)
    elif distribution == "kubeadm":
        for key in _OF_K3S:
            if peek.document.get("cluster", key) is not None:
                yield (
                    ("cluster", key),
                    f"cluster.{key} is for machines with k3s, and cluster.distribution is kubeadm; leave it out",
                )
    for machine in peek.machines():
        for label, _ in peek.document.items(*machine.path, "labels"):
            if isinstance(label, str):
                yield from _label(machine.name, label)


def _version(peek: Peek) -> Iterator[Finding]:
    release = peek.document.get("cluster", "k3sVersion")
    wanted = peek.document.get("cluster", "kubernetes")
    minor = ".".join(release.removeprefix("v").split(".")[:2]) if isinstance(release, str) else None
    expected = KUBERNETES[-1] if wanted is None else wanted
    if minor is None or not isinstance(expected, str) or minor == expected:
        return
    origin = "its default" if wanted is None else f"line {peek.line(('cluster', 'kubernetes'))}"
    fix = f'write kubernetes: "{minor}", or a release of {expected}' if minor in KUBERNETES else ""
    yield (
        ("cluster", "k3sVersion"),
        f"cluster.k3sVersion {release} is Kubernetes {minor}, and cluster.kubernetes is {expected} ({origin});"
        f" {fix or f'write a release of {expected}'}",
    )


def _port(peek: Peek) -> Iterator[Finding]:
    port = peek.document.get("cluster", "apiPort")
    if isinstance(port, int) and not isinstance(port, bool) and 1 <= port <= 65535 and port != _K3S_PORT:
        yield (
            ("cluster", "apiPort"),
            f"cluster.apiPort is {port}, and the machines of a lab with k3s serve the API at {_K3S_PORT}; leave it out",
        )


def _snapshots(peek: Peek) -> Iterator[Finding]:
    servers = sum(machine.server for machine in peek.machines())
    if peek.document.get("cluster", "etcdSnapshots") is not None and servers == 1:
        yield (
            ("cluster", "etcdSnapshots"),
            "cluster.etcdSnapshots is set, and the lab has one server, which keeps its state in SQLite and not in etcd;"
            " leave it out, or declare three servers",
        )


def _label(machine: str, label: str) -> Iterator[Finding]:
    prefix, slash, _ = label.partition("/")
    reserved = slash and any(prefix == end or prefix.endswith(f".{end}") for end in ("kubernetes.io", "k8s.io"))
    own = any(prefix == end or prefix.endswith(f".{end}") for end in _LABEL_PREFIXES)
    if reserved and not own and label not in _LABELS:
        yield (
            ("nodes", machine, "labels", label),
            f"nodes.{machine} may not call itself {label}: a kubelet refuses to start with labels of kubernetes.io and"
            f" k8s.io, but for {', '.join(sorted(_LABELS))} and those below {' and '.join(_LABEL_PREFIXES)}; use a"
            " domain of your own, or set it with kubectl",
        )
