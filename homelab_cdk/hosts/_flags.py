"""What each machine's k3s is told: the keys of `/etc/rancher/k3s/config.yaml`."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..capacity import Amounts, reserves_of
from ..constructs import Cni, MetricsCollector, replaced_by_the_lab
from ..model import Address, LabConfig, Node, bytes_text, cluster_dns, cpu_text
from ..order import Built

__all__ = [
    "AGENT_TOKEN",
    "AUDIT_LOGS",
    "AUDIT_POLICY",
    "POD_SECURITY",
    "SERVER_TOKEN",
    "Flag",
    "Group",
    "groups_of",
    "url",
]

Flag = str | bool | int | list[str]

SERVER_TOKEN = "/etc/rancher/k3s/token"
"""What servers join with; never in the repository."""

AGENT_TOKEN = "/etc/rancher/k3s/agent-token"
"""What agents join with; no server can join with it."""

AUDIT_POLICY = "/var/lib/rancher/k3s/server/audit.yaml"
AUDIT_LOGS = "/var/lib/rancher/k3s/server/logs"
POD_SECURITY = "/var/lib/rancher/k3s/server/psa.yaml"

_CIPHERS = (
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305",
    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305",
)


@dataclass(frozen=True, slots=True)
class Group:
    """Flags that belong together, and why they are as they are."""

    about: str
    flags: dict[str, Flag] = field(default_factory=dict)


def groups_of(built: Built, node: Node) -> list[Group]:
    """All flags of a machine, without groups that came out empty."""
    config = built.lab.config
    groups = [_membership(config, node), _network(built, node)]
    if "server" in node.roles:
        groups += [_components(built), _state(built)]
    groups += [_registry(config, node), _kubelet(config, node), _hardening(config, node), _registration(node)]
    return [group for group in groups if group.flags]


def url(address: Address, port: int) -> str:
    """The URL of an API server."""
    host = f"[{address}]" if address.version == 6 else str(address)
    return f"https://{host}:{port}"


def _membership(config: LabConfig, node: Node) -> Group:
    flags: dict[str, Flag] = {}
    server = "server" in node.roles
    first = node == config.servers[0]
    if not first:
        flags["server"] = url(config.cluster.api, config.cluster.api_port)
    elif len(config.servers) > 1:
        flags["cluster-init"] = True
    flags["token-file"] = SERVER_TOKEN if server else AGENT_TOKEN
    if server:
        flags["tls-san"] = _names(config)
        flags["write-kubeconfig-mode"] = "0600"
    if not first:
        about = "It joins the cluster with a token that lies on the machine alone."
    elif len(config.servers) > 1:
        about = "It starts the cluster, with etcd so that other servers can join; on later starts this does nothing."
    else:
        about = "The only server: it keeps the cluster's state in SQLite."
    return Group(about, flags)


def _names(config: LabConfig) -> list[str]:
    """Every address and name under which somebody may reach the API; the same list on each server."""
    names = [str(config.cluster.api)]
    for server in config.servers:
        names += [str(server.address), server.name, f"{server.name}.{config.domain}"]
    return list(dict.fromkeys(names))


def _network(built: Built, node: Node) -> Group:
    config = built.lab.config
    networks = config.networks
    flags: dict[str, Flag] = {"node-ip": str(node.address)}
    own = bool(built.lab.surroundings.capabilities.all(Cni))
    about = "Flannel comes with k3s, and so does what enforces network policies."
    if own:
        about = "The lab brings its own CNI, which enforces network policies too."
    if "server" in node.roles:
        flags |= {
            "cluster-cidr": str(networks.pod),
            "service-cidr": str(networks.service),
            "cluster-dns": str(cluster_dns(networks.service)),
        }
        if own:
            flags |= {"flannel-backend": "none", "disable-network-policy": True}
        elif networks.pod.version == 6:
            # Addresses of pods are private ones, which nothing outside of the cluster answers.
            flags["flannel-ipv6-masq"] = True
    if node.interface is not None and not own:
        flags["flannel-iface"] = node.interface
    return Group(about, flags)


def _components(built: Built) -> Group:
    disabled: list[str] = [part.disable for part in replaced_by_the_lab(built.lab.surroundings) if part.disable]
    about = "The lab brings its own of these; two of a kind would fight."
    return Group(about, {"disable": disabled} if disabled else {})


def _state(built: Built) -> Group:
    config = built.lab.config
    flags: dict[str, Flag] = {"secrets-encryption": True}
    about = "Secrets are encrypted on disk."
    if len(config.servers) == 1:
        return Group(about, flags)
    snapshots = config.cluster.etcd_snapshots
    flags |= {
        "etcd-snapshot-schedule-cron": snapshots.schedule,
        "etcd-snapshot-retention": snapshots.retention,
    }
    if built.lab.surroundings.capabilities.all(MetricsCollector):
        flags["etcd-expose-metrics"] = True
    return Group(f"{about} Snapshots of etcd lie in /var/lib/rancher/k3s/server/db/snapshots.", flags)


def _registry(config: LabConfig, node: Node) -> Group:
    wanted = config.cluster.registries.embedded and "server" in node.roles
    return Group("Machines hand images on to each other.", {"embedded-registry": True} if wanted else {})


def _hardening(config: LabConfig, node: Node) -> Group:
    about = "Hardened as the CIS guide of k3s says: https://docs.k3s.io/security/hardening-guide"
    if not config.cluster.hardened:
        return Group(about)
    flags: dict[str, Flag] = {"protect-kernel-defaults": True}
    if "server" in node.roles:
        flags["kube-apiserver-arg"] = [
            "enable-admission-plugins=NodeRestriction,EventRateLimit",
            f"admission-control-config-file={POD_SECURITY}",
            f"audit-log-path={AUDIT_LOGS}/audit.log",
            f"audit-policy-file={AUDIT_POLICY}",
            "audit-log-maxage=30",
            "audit-log-maxbackup=10",
            "audit-log-maxsize=100",
            "service-account-extend-token-expiration=false",
        ]
        flags["kube-controller-manager-arg"] = ["terminated-pod-gc-threshold=100"]
    return Group(about, flags)


def _kubelet(config: LabConfig, node: Node) -> Group:
    """Without these the scheduler gives to pods what k3s and the system themselves run on."""
    arguments = [f"{item.flag}={_reserved(item.amounts)}" for item in reserves_of(node, config) if item.flag]
    if config.cluster.hardened:
        arguments += ["streaming-connection-idle-timeout=5m", f"tls-cipher-suites={','.join(_CIPHERS)}"]
    about = "Pods get what is left of the machine after k3s and the system, as `homelab plan` counts it."
    return Group(about, {"kubelet-arg": arguments})


def _reserved(amounts: Amounts) -> str:
    return f"cpu={cpu_text(amounts.cpu)},memory={bytes_text(amounts.memory)}"


def _registration(node: Node) -> Group:
    flags: dict[str, Flag] = {}
    if node.labels:
        flags["node-label"] = [f"{name}={value}" for name, value in node.labels]
    if node.taints:
        flags["node-taint"] = list(node.taints)
    return Group("It registers with these; once it has joined, change them with kubectl.", flags)
