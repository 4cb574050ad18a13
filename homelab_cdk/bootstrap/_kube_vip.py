"""kube-vip: the address that the servers share, held by one of them at a time."""

from __future__ import annotations

from ..model import Body, LabConfig

__all__ = ["kube_vip_objects"]

VERSION = "v1.2.3"
IMAGE = f"ghcr.io/kube-vip/kube-vip:{VERSION}"

NAMESPACE = "kube-system"
NAME = "kube-vip"
DAEMON_SET = "kube-vip-ds"
ROLE = "system:kube-vip-role"

_METADATA = {"app.kubernetes.io/name": DAEMON_SET}


def kube_vip_objects(config: LabConfig) -> tuple[Body, ...]:
    """What k3s applies on the first server so that the API has an address of its own; nothing where it needs none.

    The objects are those of `kube-vip manifest rbac` and `kube-vip manifest daemonset --inCluster --taint --controlplane
    --arp --leaderElection` (source: kube-vip's `pkg/kubevip/config_generator.go`), with requests and limits, without the
    part that looks after Services: that is the lab's load balancer's. It runs on the servers' own network and reaches
    the API through kube-proxy, so that it needs no CNI.
    """
    if not config.shares_api_address:
        return ()
    account: Body = {
        "apiVersion": "v1",
        "kind": "ServiceAccount",
        "metadata": {"name": NAME, "namespace": NAMESPACE},
    }
    return account, _role(), _binding(), _daemon_set(config)


def _role() -> Body:
    """What it may do in the cluster as a whole; its leases it keeps where it runs."""
    return {
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "ClusterRole",
        "metadata": {"name": ROLE},
        "rules": [
            {"apiGroups": [""], "resources": ["services/status"], "verbs": ["update"]},
            {"apiGroups": [""], "resources": ["services", "endpoints"], "verbs": ["list", "get", "watch", "update"]},
            {"apiGroups": [""], "resources": ["nodes"], "verbs": ["list", "get", "watch", "update", "patch"]},
            {
                "apiGroups": ["coordination.k8s.io"],
                "resources": ["leases"],
                "verbs": ["list", "get", "watch", "update", "create"],
            },
            {
                "apiGroups": ["discovery.k8s.io"],
                "resources": ["endpointslices"],
                "verbs": ["list", "get", "watch", "update"],
            },
            {"apiGroups": [""], "resources": ["pods"], "verbs": ["list"]},
        ],
    }


def _binding() -> Body:
    return {
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "ClusterRoleBinding",
        "metadata": {"name": "system:kube-vip-binding"},
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": ROLE},
        "subjects": [{"kind": "ServiceAccount", "name": NAME, "namespace": NAMESPACE}],
    }


def _daemon_set(config: LabConfig) -> Body:
    container = {
        "name": NAME,
        "image": IMAGE,
        "imagePullPolicy": "IfNotPresent",
        "args": ["manager"],
        "env": [
            *({"name": name, "value": value} for name, value in _settings(config).items()),
            {"name": "vip_nodename", "valueFrom": {"fieldRef": {"fieldPath": "spec.nodeName"}}},
        ],
        # Upstream sets none; it watches a lease and answers ARP.
        "resources": {"requests": {"cpu": "10m", "memory": "48Mi"}, "limits": {"memory": "128Mi"}},
        "securityContext": {"capabilities": {"add": ["NET_ADMIN", "NET_RAW"], "drop": ["ALL"]}},
    }
    pod: Body = {
        "hostNetwork": True,
        "priorityClassName": "system-node-critical",
        "serviceAccountName": NAME,
        "tolerations": [
            {"effect": "NoSchedule", "operator": "Exists"},
            {"effect": "NoExecute", "operator": "Exists"},
        ],
        "affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": _on_servers()}},
        "containers": [container],
    }
    return {
        "apiVersion": "apps/v1",
        "kind": "DaemonSet",
        "metadata": {"name": DAEMON_SET, "namespace": NAMESPACE, "labels": dict(_METADATA)},
        "spec": {
            "selector": {"matchLabels": dict(_METADATA)},
            "template": {"metadata": {"labels": dict(_METADATA)}, "spec": pod},
        },
    }


def _on_servers() -> Body:
    server = {"key": "node-role.kubernetes.io/control-plane", "operator": "Exists"}
    return {"nodeSelectorTerms": [{"matchExpressions": [server]}]}


def _settings(config: LabConfig) -> dict[str, str]:
    """Its environment; the lease's times are kube-vip's defaults: the address moves within 15 seconds."""
    api = config.cluster.api
    interfaces = {server.interface for server in config.servers}
    interface = next(iter(interfaces)) if len(interfaces) == 1 else None
    return {
        "vip_arp": "true",
        "port": str(config.cluster.api_port),
        # Without it, kube-vip takes the interface of the default route.
        **({"vip_interface": interface} if interface else {}),
        "vip_subnet": str(api.max_prefixlen),
        "cp_enable": "true",
        "cp_namespace": NAMESPACE,
        "vip_leaderelection": "true",
        "vip_leasename": "plndr-cp-lock",
        "vip_leaseduration": "15",
        "vip_renewdeadline": "10",
        "vip_retryperiod": "2",
        "address": str(api),
    }
