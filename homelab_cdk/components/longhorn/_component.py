"""Longhorn: volumes on the machines' own disks, with copies on several of them."""

from __future__ import annotations

import json
from typing import Annotated, Literal, Unpack

import constructs

from ...constructs import (
    CommonOptions,
    Component,
    ComponentInfo,
    Dashboard,
    Endpoint,
    Gateway,
    HostNeeds,
    HostPackage,
    Outside,
    Pods,
    StorageClass,
    dashboard_model,
    resources,
    spread,
)
from ...model import (
    Body,
    ChartPin,
    ContainerFact,
    HostName,
    Maximum,
    Minimum,
    WorkloadFact,
    parse_bytes,
    parse_cores,
)
from ._monitoring import ALERTS, PANELS
from ._resources import PATCHES

__all__ = ["Longhorn"]

METRICS_PORT = 9500
"""What longhorn-manager serves its API and metrics on (source: the chart's `longhorn-backend`)."""

UI_PORT = 8000
"""What the pods of the user interface listen on (source: the chart's `longhorn-frontend`)."""

CLASS = "longhorn"
"""The StorageClass that longhorn-manager makes from the chart's ConfigMap `longhorn-storageclass`."""

CSI = {"cpu": "10m", "memory": "32Mi", "limit": "128Mi"}
"""For each container of the CSI driver: they wait for work nearly all of the time."""


class Longhorn(Component):
    """Replicated block storage: each volume is a small storage system of its own, with copies on different machines."""

    info = ComponentInfo(
        name="longhorn",
        title="Longhorn",
        about="volumes on the machines' own disks, with copies on several of them",
        slot="storage",
        layer="infrastructure",
        phase=1,
        docs="https://longhorn.io/docs/",
        namespace="longhorn-system",
        chart=ChartPin(name="longhorn", version="1.12.1", repository="https://charts.longhorn.io"),
        provides=(StorageClass,),
        pod_security="privileged",
        licence="Apache-2.0",
        host_access="keeps volumes on the disks of each machine, and mounts them there for pods",
        wide_rights=(
            "makes volumes for every namespace; a support bundle, which only a person can ask it for, reads everything"
        ),
        holds_data=True,
        proposed=True,
    )

    # Volumes reach their pods by iSCSI, shared ones by NFS (source: Longhorn's installation requirements).
    host_needs = HostNeeds(
        packages=(
            HostPackage("open-iscsi", dnf="iscsi-initiator-utils"),
            HostPackage("nfs-common", dnf="nfs-utils", zypper="nfs-client"),
        ),
        modules=("iscsi_tcp",),
        services=("iscsid",),
    )

    def __init__(
        self,
        scope: constructs.Construct,
        id: str = "longhorn",
        *,
        replicas: Annotated[int, Minimum(1), Maximum(20)] | None = None,
        data_path: str = "/var/lib/longhorn",
        reserved_percentage: Annotated[int, Minimum(0), Maximum(100)] = 30,
        guaranteed_cpu_percentage: Annotated[int, Minimum(0), Maximum(40)] = 5,
        reclaim_policy: Literal["Delete", "Retain"] = "Delete",
        host: HostName | None = None,
        **common: Unpack[CommonOptions],
    ) -> None:
        """Install Longhorn with one StorageClass.

        Args:
            scope: the lab, or any cdk8s app or chart.
            id: construct id and name of the unit.
            replicas: copies of each volume, on different machines; by default one for each machine, up to three.
            data_path: where copies lie on each machine; by default `/var/lib/longhorn`.
            reserved_percentage: share of the disk that is left to everything else; by default 30, as upstream.
            guaranteed_cpu_percentage: share of each machine's CPU that is requested for volumes; by default 5, where
                upstream takes 12: a tenth of a core is meant for each copy and each attached volume.
            reclaim_policy: what happens to a volume whose claim is deleted; by default `Delete`.
            host: host name of the user interface, which asks nobody for a password; by default it has none and is reached
                by `kubectl port-forward`.
            **common: what every component takes.
        """
        super().__init__(scope, id, **common)
        copies = min(self.nodes, 3) if replicas is None else replicas
        self.add_namespace(pod_security=self.info.pod_security)
        release = self.add_chart(
            {
                "persistence": {
                    "defaultClass": self.is_default,
                    "defaultClassReplicaCount": copies,
                    "reclaimPolicy": reclaim_policy,
                },
                "defaultSettings": {
                    "defaultDataPath": data_path,
                    "defaultReplicaCount": json.dumps({"v1": str(copies), "v2": str(copies)}),
                    "storageReservedPercentageForDefaultDisk": reserved_percentage,
                    "guaranteedInstanceManagerCPU": json.dumps({"v1": str(guaranteed_cpu_percentage), "v2": "12"}),
                    # Else a volume stays with a machine that is gone, and its pod cannot start anywhere.
                    "nodeDownPodDeletionPolicy": "delete-both-statefulset-and-deployment-pod",
                    "orphanResourceAutoDeletion": "instance",
                    "systemManagedCSIComponentsResourceLimits": json.dumps(_limits()),
                    "upgradeChecker": False,
                    "allowCollectingLonghornUsageMetrics": False,
                },
                "csi": {f"{part}ReplicaCount": spread(self.nodes) for part in _SIDECARS},
                "longhornManager": {"resources": resources(cpu="50m", memory="192Mi", limit="768Mi")},
                "longhornUI": {"replicas": 1},
                # Upstream's advice for GitOps: as a hook it blocks an upgrade without a word.
                "preUpgradeChecker": {"jobEnabled": False},
                # In 1.12.1 these block iSCSI from the machines and the metrics; ours let both through.
                "networkPolicies": {"restrictInternalTraffic": False},
            },
            timeout=15,
        )
        for patch in PATCHES:
            release.post_render(patch)
        pods = Pods(namespace=self.namespace)
        for peer in (pods, Outside(what="nodes")):
            self.network.trust(peer, pods=pods)
        self.network.allow_egress(pods, to=Outside(what="apiserver"))
        self.network.allow_egress(pods, to=pods)
        self.children += self._children(guaranteed_cpu_percentage)
        if host is not None:
            full = host if "." in host else f"{host}.{self.surroundings.config.domain}"
            ui = Endpoint.of_service(
                release, "longhorn-frontend", "http", fallback={"app": "longhorn-ui"}, number=UI_PORT
            )
            self.when(
                Gateway,
                lambda way_in: way_in.route(self, host=full, service="longhorn-frontend", port=80, to=ui, name=id),
            )
        manager = Endpoint.of_service(
            release, "longhorn-backend", "manager", fallback={"app": "longhorn-manager"}, number=METRICS_PORT
        )
        self._monitor(manager)
        self.provide(StorageClass(name=CLASS, provider=self, copies=copies, reserve=reserved_percentage))

    def _children(self, percentage: int) -> list[WorkloadFact]:
        """What longhorn-manager makes (source: `csi/deployment.go`, `types/` and the controllers of longhorn-manager 1.12.1).

        Only the instance managers request CPU by themselves: their share of the smallest machine is counted for all.
        """
        config = self.surroundings.config
        share = min(node.cores for node in config.nodes) * 1000 * percentage // 100
        system = ("longhorn.io/managed-by", "longhorn-manager")
        sidecars = [
            self._child("Deployment", f"csi-{part}", spread(self.nodes), (f"csi-{part}",), apart="preferred")
            for part in _SIDECARS
        ]
        return [
            *sidecars,
            self._child("DaemonSet", "longhorn-csi-plugin", 0, _PLUGIN),
            WorkloadFact(
                kind="DaemonSet",
                namespace=self.namespace,
                name="engine-image",
                replicas=0,
                labels=(("longhorn.io/component", "engine-image"), system),
                containers=(ContainerFact(name="engine-image", image=""),),
            ),
            WorkloadFact(
                kind="DaemonSet",
                namespace=self.namespace,
                name="instance-manager",
                replicas=0,
                labels=(("longhorn.io/component", "instance-manager"), system),
                containers=(ContainerFact(name="instance-manager", image="", cpu_request=share),),
            ),
        ]

    def _child(
        self,
        kind: str,
        name: str,
        replicas: int,
        containers: tuple[str, ...],
        *,
        apart: Literal["", "preferred"] = "",
    ) -> WorkloadFact:
        return WorkloadFact(
            kind=kind,
            namespace=self.namespace,
            name=name,
            replicas=replicas,
            labels=(("app", name),),
            containers=tuple(_container(item) for item in containers),
            apart=apart,
        )

    def _monitor(self, manager: Endpoint) -> None:
        self.monitoring.scrape(manager)
        self.monitoring.alert("longhorn", ALERTS)
        model = dashboard_model("homelab-longhorn", "Longhorn", PANELS)
        self.monitoring.dashboard(Dashboard(name="longhorn", folder="Storage", content=model))


def _container(name: str) -> ContainerFact:
    return ContainerFact(
        name=name,
        image="",
        cpu_request=parse_cores(CSI["cpu"]),
        memory_request=parse_bytes(CSI["memory"]),
        memory_limit=parse_bytes(CSI["limit"]),
    )


def _limits() -> Body:
    """Requests and limits by container, as the setting wants them."""
    each = resources(cpu=CSI["cpu"], memory=CSI["memory"], limit=CSI["limit"])
    return dict.fromkeys((*(f"csi-{part}" for part in _SIDECARS), *_PLUGIN), each)


_SIDECARS = ("attacher", "provisioner", "resizer", "snapshotter")

_PLUGIN = ("node-driver-registrar", "longhorn-liveness-probe", "longhorn-csi-plugin")
