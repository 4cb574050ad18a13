"""SeaweedFS: S3 object storage in one pod."""

from __future__ import annotations

from typing import Unpack

import constructs

from ...constructs import (
    CommonOptions,
    Component,
    ComponentInfo,
    CredentialStore,
    Dashboard,
    Endpoint,
    Generated,
    Pods,
    StorageClass,
    key_reference,
    resources,
)
from ...model import Body, ChartPin, Quantity
from ._buckets import Buckets, configuration, identity, keeper
from ._monitoring import ALERTS, DASHBOARD

__all__ = ["SeaweedFS"]

S3_PORT, METRICS_PORT = 8333, 9324
"""Where the pod serves S3 and its metrics (source: the chart's `s3.port` and `allInOne.metricsPort`)."""

USER = 1000
"""The user `seaweed` of the image, to whom `/data` belongs (source: `docker/Dockerfile.go_build`)."""

VERSION = "4.44"

VOLUME_MEGABYTES = 1024
"""SeaweedFS writes into files of this size and takes as many as fit the disk; with larger ones a small disk holds too few."""

GROWTH = "2"
"""How many of those files a bucket begins with; upstream takes 7, and then seven buckets take up 50 GiB."""

SECURITY = {
    "enabled": True,
    "allowPrivilegeEscalation": False,
    "capabilities": {"drop": ["ALL"]},
    "runAsNonRoot": True,
    "seccompProfile": {"type": "RuntimeDefault"},
}


class SeaweedFS(Component):
    """An S3 server for the lab's own systems: each claim gets a bucket, and keys that open nothing else.

    Its data lies on one volume of the lab: what is kept here is lost together with the lab's disks.
    """

    info = ComponentInfo(
        name="seaweedfs",
        title="SeaweedFS",
        about="S3 buckets on a volume of the lab",
        slot="objectStorage",
        layer="infrastructure",
        phase=2,
        docs="https://github.com/seaweedfs/seaweedfs/wiki",
        chart=ChartPin(name="seaweedfs", version="4.44.0", repository="https://seaweedfs.github.io/seaweedfs/helm"),
        provides=(Buckets,),
        requires=(CredentialStore,),
        uses=(StorageClass,),
        licence="Apache-2.0",
        holds_data=True,
        # Backups lie in here: a copy of the volume would hold copies of itself.
        copy_volumes=False,
        proposed=True,
    )

    def __init__(
        self,
        scope: constructs.Construct,
        id: str = "seaweedfs",
        *,
        storage_size: Quantity = "50Gi",
        storage_class: str | None = None,
        cpu: Quantity = "100m",
        memory: Quantity = "512Mi",
        memory_limit: Quantity = "2Gi",
        credentials: CredentialStore | None = None,
        **common: Unpack[CommonOptions],
    ) -> None:
        """Run an S3 server.

        Args:
            scope: the lab, or any cdk8s app or chart.
            id: construct id and name of the unit.
            storage_size: size of the volume for all buckets together; by default `50Gi`.
            storage_class: the StorageClass of the volume; by default the lab's default class.
            cpu: requested CPU; by default `100m`.
            memory: requested memory; by default `512Mi`.
            memory_limit: the memory at which it is stopped; by default `2Gi`.
            credentials: where the keys come from; by default the lab's.
            **common: what every component takes.

        Raises:
            CapabilityError: nothing provides generated credentials.
        """
        super().__init__(scope, id, **common)
        store = credentials or self.require(CredentialStore)
        self.add_namespace(pod_security=self.info.pod_security)
        known = self.optional(StorageClass)
        class_name = storage_class or (known.name if known else "")
        data: Body = {
            "type": "persistentVolumeClaim",
            "size": storage_size,
            # Else an uninstall of the release takes the buckets along.
            "annotations": {"helm.sh/resource-policy": "keep"},
        }
        if class_name:
            data["storageClass"] = class_name
        release = self.add_chart(
            {
                "global": {"seaweedfs": {"createClusterRole": False, "automountServiceAccountToken": False}},
                "image": {"tag": VERSION},
                "master": {"enabled": False, "volumeSizeLimitMB": VOLUME_MEGABYTES},
                "volume": {"enabled": False},
                "filer": {"enabled": False},
                "allInOne": {
                    "enabled": True,
                    "s3": {"enabled": True, "enableAuth": True, "existingConfigSecret": self._admin(store)},
                    # Catalogues for data analysis, which nothing in a lab asks for.
                    "extraArgs": ["-s3.port.iceberg=0", "-s3.port.lance=0"],
                    "extraEnvironmentVars": {"WEED_MASTER_VOLUME_GROWTH_COPY_1": GROWTH},
                    "data": data,
                    "podSecurityContext": {
                        "enabled": True,
                        "runAsUser": USER,
                        "runAsGroup": USER,
                        "fsGroup": USER,
                        "fsGroupChangePolicy": "OnRootMismatch",
                    },
                    "containerSecurityContext": SECURITY,
                    **keeper(self, image=f"docker.io/chrislusf/seaweedfs:{VERSION}"),
                    "resources": resources(cpu=cpu, memory=memory, limit=memory_limit),
                },
            },
            timeout=15,
        )
        service = f"{release.release.name}-all-in-one"
        labels = {
            "app.kubernetes.io/name": "seaweedfs",
            "app.kubernetes.io/instance": release.release.name,
            "app.kubernetes.io/component": "seaweedfs-all-in-one",
        }
        s3 = Endpoint.of_service(release, service, "swfs-s3", fallback=labels, number=S3_PORT)
        self.pods = Pods(namespace=self.namespace, labels=labels)
        self.monitoring.scrape(
            Endpoint.of_service(release, service, "server-metrics", fallback=labels, number=METRICS_PORT)
        )
        self.monitoring.alert("seaweedfs", ALERTS)
        self.monitoring.dashboard(Dashboard(name="seaweedfs", folder="Storage", url=DASHBOARD))
        self.provide(Buckets(self, store=store, service=service, s3=s3))

    def _admin(self, store: CredentialStore) -> str:
        """The one identity that is there from the start: without any, S3 lets everybody in."""
        name = f"{self.construct_id}-admin"
        credential = store.declare(
            self,
            name,
            generated={"access-key-id": Generated(), "secret-access-key": Generated()},
            about="opens every bucket of SeaweedFS, for its administrator",
        )
        keys = {key: key_reference(key) for key in credential.keys}
        config = configuration([identity("admin", keys, "Admin")])
        return store.hand_over(self, credential, secret=name, keys={"seaweedfs_s3_config": config})
