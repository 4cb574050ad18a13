"""Values of the chart that are the same in every lab, or follow from the machines alone."""

from __future__ import annotations

from ...constructs import resources
from ...model import Body, LabConfig, parse_bytes
from ._dashboards import FOLDER_ANNOTATION

__all__ = [
    "ETCD",
    "NODE_EXPORTER",
    "control_plane",
    "exporters",
    "grafana_sidecars",
    "operator",
    "retention_size",
    "volume",
]

NODE_EXPORTER = "node-exporter"
"""A namespace of its own, because it alone needs the network, the processes and the disks of its machine."""

ETCD = 2381
"""Where k3s shows the metrics of its etcd with `etcd-expose-metrics` (source: its documentation)."""

RELISTED, PATIENCE = 600, 660
"""Seconds after which the sidecar lists all dashboards anew, and after which it takes the connection for lost.

It downloads every URL anew each time, by default once a minute (source: kiwigrid/k8s-sidecar 2.10).
"""

_FILLS = 80
"""Percent of the volume that blocks may fill; Prometheus advises 80 to 85, the rest is for the write-ahead log."""


def operator() -> Body:
    """The operator without its webhooks: it judges rules itself when it reads them, and upstream's alert says so.

    A webhook would need a certificate from hook jobs or from cert-manager, and could but warn: with `failurePolicy: Fail`
    everything with an alert would have to wait for it.
    """
    return {
        "admissionWebhooks": {"enabled": False},
        "tls": {"enabled": False},
        "resources": resources(cpu="20m", memory="128Mi", limit="320Mi"),
        # Endpoints are deprecated since Kubernetes 1.33.
        "kubeletEndpointsEnabled": False,
        "kubeletEndpointSliceEnabled": True,
    }


def control_plane(config: LabConfig) -> Body:
    """What runs inside of the k3s process has no pods and shares its metrics with the API server.

    The kubelets of servers show all of the API server's metrics a second time (source: docs.k3s.io/reference/metrics);
    they are dropped there. An etcd is there with more than one server; one alone keeps its state in SQLite.
    """
    etcd = config.cluster.distribution == "k3s" and len(config.servers) > 1
    off = {"enabled": False}
    chart_default = {
        "action": "drop",
        "sourceLabels": ["__name__", "le"],
        "regex": r"(csi_operations|storage_operation_duration)_seconds_bucket;(0.25|2.5|15|25|120|600)(\.0)?",
    }
    twice = {"action": "drop", "sourceLabels": ["__name__"], "regex": "(apiserver|etcd|scheduler)_.+"}
    return {
        "kubeControllerManager": dict(off),
        "kubeScheduler": dict(off),
        "kubeProxy": dict(off),
        "kubeEtcd": {"enabled": True, "endpoints": [str(node.address) for node in config.servers]} if etcd else off,
        "kubelet": {"serviceMonitor": {"metricRelabelings": [chart_default, twice]}},
        "defaultRules": {
            "rules": {
                "etcd": etcd,
                "kubeControllerManager": False,
                "kubeProxy": False,
                "kubeSchedulerAlerting": False,
                "kubeSchedulerRecording": False,
                "windows": False,
            }
        },
    }


def exporters() -> Body:
    """kube-state-metrics and node-exporter, under the names that people know them by."""
    return {
        "kube-state-metrics": {
            "fullnameOverride": "kube-state-metrics",
            "resources": resources(cpu="10m", memory="64Mi", limit="256Mi"),
        },
        "nodeExporter": {"operatingSystems": {"aix": {"enabled": False}, "darwin": {"enabled": False}}},
        "prometheus-node-exporter": {
            "fullnameOverride": "node-exporter",
            "namespaceOverride": NODE_EXPORTER,
            "resources": resources(cpu="10m", memory="32Mi", limit="128Mi"),
        },
    }


def grafana_sidecars() -> Body:
    """The containers that collect dashboards and data sources of all namespaces.

    That of the dashboards has no password of Grafana's, because it would show it to every host that it downloads from;
    Grafana reads its folder twice a minute by itself.
    """
    return {
        "enableUniqueFilenames": True,
        "resources": resources(cpu="10m", memory="96Mi", limit="192Mi"),
        "dashboards": {
            "resource": "configmap",
            "folderAnnotation": FOLDER_ANNOTATION,
            "annotations": {FOLDER_ANNOTATION: "Kubernetes"},
            "provider": {"foldersFromFilesStructure": True},
            "skipReload": True,
            # Below that it logs each dashboard in full.
            "logLevel": "WARN",
            "watchServerTimeout": RELISTED,
            "watchClientTimeout": PATIENCE,
        },
        "datasources": {"resource": "configmap", "searchNamespace": "ALL"},
    }


def retention_size(storage: str) -> str:
    """How much of a volume Prometheus may fill, in its own words."""
    return f"{parse_bytes(storage) * _FILLS // 100 // 1024**2}MiB"


def volume(size: str, storage_class: str) -> Body:
    """The claim of each pod, as custom resources of the operator write it."""
    spec: Body = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": size}}}
    if storage_class:
        spec = {"storageClassName": storage_class, **spec}
    return {"volumeClaimTemplate": {"spec": spec}}
