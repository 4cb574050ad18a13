"""local-path: volumes that are folders on the machine where the pod runs."""

from __future__ import annotations

from typing import Literal, Unpack

import constructs

from ..constructs import CommonOptions, Component, ComponentInfo, Outside, Pods, StorageClass, resources
from ..model import ChartPin

__all__ = ["LocalPath"]

HELPER_IMAGE = "1.37.0"
"""The tag of busybox whose pods make and remove folders (k3s uses it for the same); the chart itself has `latest`."""


class LocalPath(Component):
    """The least that keeps data: fast and small, without copies, limits or moving to another machine."""

    info = ComponentInfo(
        name="local-path",
        title="local-path-provisioner",
        about="volumes that are folders on the machine where the pod runs",
        slot="storage",
        layer="infrastructure",
        phase=1,
        docs="https://github.com/rancher/local-path-provisioner",
        namespace="local-path-storage",
        chart=ChartPin(
            name="local-path-provisioner",
            version="0.0.37",
            repository="oci://ghcr.io/rancher/local-path-provisioner/charts/local-path-provisioner",
        ),
        provides=(StorageClass,),
        pod_security="privileged",
        licence="Apache-2.0",
        holds_data=True,
    )

    def __init__(
        self,
        scope: constructs.Construct,
        id: str = "local-path",
        *,
        path: str = "/var/lib/local-path",
        class_name: str = "local-path",
        reclaim_policy: Literal["Delete", "Retain"] = "Delete",
        **common: Unpack[CommonOptions],
    ) -> None:
        """Install the provisioner with one StorageClass.

        Args:
            scope: the lab, or any cdk8s app or chart.
            id: construct id and name of the unit.
            path: folder on each machine below which volumes lie; by default `/var/lib/local-path`.
            class_name: name of the StorageClass; by default `local-path`.
            reclaim_policy: what happens to a folder whose claim is deleted; by default `Delete`.
            **common: what every component takes.
        """
        super().__init__(scope, id, **common)
        self.add_namespace(
            pod_security=self.info.pod_security,
            because="the pods that make and remove the folder of a volume mount the disk of their machine",
        )
        self.add_chart(
            {
                "helperImage": {"tag": HELPER_IMAGE},
                "storageClass": {
                    "name": class_name,
                    "defaultClass": self.is_default,
                    "reclaimPolicy": reclaim_policy,
                },
                "nodePathMap": [{"node": "DEFAULT_PATH_FOR_NON_LISTED_NODES", "paths": [path]}],
                "resources": resources(cpu="10m", memory="32Mi", limit="128Mi"),
                "helperPod": {"resources": resources(cpu="10m", memory="16Mi", limit="64Mi")},
            }
        )
        self.network.allow_egress(Pods(namespace=self.namespace), to=Outside(what="apiserver"))
        self.provide(StorageClass(name=class_name, provider=self, node_bound=True))
