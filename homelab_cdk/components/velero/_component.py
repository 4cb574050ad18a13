"""Velero: backups of objects and volumes in an S3 bucket."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated, Unpack

import constructs

from ...constructs import (
    ACCESS_KEY_ID,
    SECRET_ACCESS_KEY,
    Bucket,
    BucketStore,
    CommonOptions,
    Component,
    ComponentInfo,
    Dashboard,
    Endpoint,
    HelmRelease,
    Outside,
    Pods,
    dashboard_model,
    resources,
    store_for_backups,
)
from ...model import (
    Body,
    ChartPin,
    ContainerFact,
    DnsLabel,
    Maximum,
    Minimum,
    Quantity,
    WorkloadFact,
    parse_bytes,
    parse_cores,
)
from ._monitoring import ALERTS, PANELS
from ._schedules import Schedules, Window

__all__ = ["Velero"]

PLUGIN = "docker.io/velero/velero-plugin-for-aws:v1.14.3"
"""1.14.0 to 1.14.2 spoil objects on S3 servers other than Amazon's (source: issues of velero-plugin-for-aws)."""

METRICS_PORT = 8085
"""Of the server and of each node agent (source: the chart's `http-monitoring`)."""

MOVER = {"cpu": "50m", "memory": "128Mi", "limit": "1Gi"}
"""For the pods that copy files, one on each machine at a time, and for those that tidy up the bucket."""

AGENT_CONFIG = "velero-node-agent"

SECURITY = {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}, "readOnlyRootFilesystem": True}


class Velero(Component):
    """Copies what holds data into a bucket each night: objects as they are in the cluster, volumes file by file.

    Each component and app that holds data gets a schedule of its own. Databases of CloudNativePG are left to their own
    backups: a copy of files that are being written is of no use to them.
    """

    info = ComponentInfo(
        name="velero",
        title="Velero",
        about="nightly copies of everything that holds data, in an S3 bucket",
        slot="backup",
        layer="data",
        phase=4,
        docs="https://velero.io/docs/",
        chart=ChartPin(name="velero", version="12.1.0", repository="https://vmware-tanzu.github.io/helm-charts"),
        provides=(Schedules,),
        requires=(BucketStore,),
        pod_security="privileged",
        licence="Apache-2.0",
        host_access="its agent on each machine copies files out of the volumes of pods",
        wide_rights="backs up and restores objects of every kind, roles included",
        proposed=True,
    )

    def __init__(
        self,
        scope: constructs.Construct,
        id: str = "velero",
        *,
        bucket: DnsLabel = "velero",
        retention_days: Annotated[int, Minimum(1)] = 14,
        window_start: Annotated[int, Minimum(0), Maximum(23)] = 1,
        window_hours: Annotated[int, Minimum(1), Maximum(24)] = 4,
        extra_namespaces: Sequence[DnsLabel] = (),
        cpu: Quantity = "50m",
        memory: Quantity = "128Mi",
        memory_limit: Quantity = "512Mi",
        store: BucketStore | str | None = None,
        **common: Unpack[CommonOptions],
    ) -> None:
        """Install Velero and schedule backups.

        Args:
            scope: the lab, or any cdk8s app or chart.
            id: construct id and name of the unit.
            bucket: name of the bucket; by default `velero`.
            retention_days: how long each copy is kept; by default 14 days.
            window_start: the hour, in UTC, from which on backups start; by default 1.
            window_hours: within how many hours they all start, spread by name; by default 4.
            extra_namespaces: namespaces of nothing in the lab that are backed up as well; by default none.
            cpu: requested CPU of the server; by default `50m`.
            memory: requested memory of the server; by default `128Mi`.
            memory_limit: the memory at which the server is stopped; by default `512Mi`.
            store: the object storage by its name; by default the first one outside of the lab, else the first one.
            **common: what every component takes.

        Raises:
            CapabilityError: nothing provides S3 object storage.
        """
        super().__init__(scope, id, **common)
        self.add_namespace(pod_security=self.info.pod_security)
        name = store if isinstance(store, str) else None
        found = store if isinstance(store, BucketStore) else store_for_backups(self, name=name)
        chosen = found or self.require(BucketStore)
        pods = Pods(namespace=self.namespace)
        granted = chosen.claim(self, client=pods, bucket=bucket, keys={"cloud": _CLOUD})
        release = self.add_chart(self._values(granted, resources(cpu=cpu, memory=memory, limit=memory_limit)))
        self._add_agent_config()
        self.network.allow_egress(pods, to=Outside(what="apiserver"))
        self.children.append(self._movers())
        self._monitor(release)
        window = Window(start=window_start, hours=window_hours)
        schedules = Schedules(self, store=chosen, window=window, retention_days=retention_days)
        for namespace in extra_namespaces:
            schedules.add(namespace, [namespace], volumes=True)
        self.provide(schedules)

    def _values(self, granted: Bucket, size: Body) -> Body:
        movers: Body = {"podResources": _pod_resources(), "keepLatestMaintenanceJobs": 1}
        return {
            "resources": size,
            "podSecurityContext": {
                "runAsNonRoot": True,
                "runAsUser": 1000,
                "fsGroup": 1000,
                "seccompProfile": {"type": "RuntimeDefault"},
            },
            "containerSecurityContext": SECURITY,
            "initContainers": [
                {
                    "name": "velero-plugin-for-aws",
                    "image": PLUGIN,
                    "imagePullPolicy": "IfNotPresent",
                    "securityContext": SECURITY,
                    "resources": resources(cpu="10m", memory="32Mi", limit="128Mi"),
                    "volumeMounts": [{"mountPath": "/target", "name": "plugins"}],
                }
            ],
            # Flux replaces the CRDs of the chart's crds/ folder by itself.
            "upgradeCRDs": False,
            "snapshotsEnabled": False,
            "credentials": {"existingSecret": granted.secret},
            "configuration": {
                "backupStorageLocation": [
                    {
                        "name": "default",
                        "provider": "aws",
                        "bucket": granted.name,
                        "default": True,
                        "config": {
                            "region": granted.region,
                            "s3Url": granted.endpoint,
                            "s3ForcePathStyle": "true" if granted.path_style else "false",
                            # Checksums behind the content are what other servers than Amazon's stumble over.
                            "checksumAlgorithm": "",
                        },
                    }
                ],
                "uploaderType": "kopia",
                # Kopia keeps its configuration in the home folder, and this user has none that can be written to.
                "extraEnvVars": [{"name": "HOME", "value": "/scratch"}],
                "repositoryMaintenanceJob": {"repositoryConfigData": {"global": movers}},
            },
            "deployNodeAgent": True,
            "nodeAgent": {
                "extraArgs": [f"--node-agent-configmap={AGENT_CONFIG}"],
                "resources": resources(cpu="20m", memory="64Mi", limit="512Mi"),
            },
        }

    def _add_agent_config(self) -> None:
        """What the pods that copy files request; the chart has no values for it."""
        config = {"loadConcurrency": {"globalConfig": 1}, "podResources": _pod_resources()}
        self.add_manifest(
            {
                "apiVersion": "v1",
                "kind": "ConfigMap",
                "metadata": {"name": AGENT_CONFIG, "namespace": self.namespace},
                "data": {"config.json": json.dumps(config, indent=2) + "\n"},
            }
        )

    def _movers(self) -> WorkloadFact:
        """The pods that copy the files of volumes: at most one on each machine at a time (`loadConcurrency`)."""
        container = ContainerFact(
            name="data-mover",
            image="",
            cpu_request=parse_cores(MOVER["cpu"]),
            memory_request=parse_bytes(MOVER["memory"]),
            memory_limit=parse_bytes(MOVER["limit"]),
        )
        return WorkloadFact(
            kind="DaemonSet",
            namespace=self.namespace,
            name="velero-data-mover",
            replicas=0,
            containers=(container,),
        )

    def _monitor(self, release: HelmRelease) -> None:
        labels = {"app.kubernetes.io/name": "velero", "app.kubernetes.io/instance": release.release.name}
        server = Endpoint.of_service(
            release, "velero", "http-monitoring", fallback={"name": "velero", **labels}, number=METRICS_PORT
        )
        agents = Pods(namespace=self.namespace, labels={"name": "node-agent", **labels})
        self.monitoring.scrape(server)
        self.monitoring.scrape(Endpoint(pods=agents, port=METRICS_PORT, name="node-agent"))
        self.monitoring.alert("velero", ALERTS)
        model = dashboard_model("homelab-velero", "Velero", PANELS)
        self.monitoring.dashboard(Dashboard(name="velero", folder="Storage", content=model))


_CLOUD = f"[default]\naws_access_key_id={ACCESS_KEY_ID}\naws_secret_access_key={SECRET_ACCESS_KEY}\n"
"""The credentials file of AWS' libraries, which Velero and its uploader read."""


def _pod_resources() -> Body:
    """As Velero wants them: all four, or it ignores them; 0 is no limit."""
    return {
        "cpuRequest": MOVER["cpu"],
        "cpuLimit": "0",
        "memoryRequest": MOVER["memory"],
        "memoryLimit": MOVER["limit"],
    }
