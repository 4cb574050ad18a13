"""What SeaweedFS tells of itself."""

from __future__ import annotations

from ...constructs import AlertRule

__all__ = ["ALERTS", "DASHBOARD"]

DASHBOARD = (
    "https://raw.githubusercontent.com/seaweedfs/seaweedfs/4.44/k8s/charts/seaweedfs/dashboards/"
    "seaweedfs-grafana-dashboard.json"
)

ALERTS = (
    AlertRule(
        name="SeaweedFSAlmostFull",
        expr='100 * SeaweedFS_volumeServer_resource{type="avail"} / ignoring(type)'
        ' SeaweedFS_volumeServer_resource{type="all"} < 10',
        minutes=15,
        summary="The volume of all buckets has {{ $value | humanize }} percent left to write to",
        description="With none left nothing can be written any more, backups included. Raise `storageSize`, if the"
        " StorageClass can grow volumes, or keep less: logs and backups have a retention each.",
    ),
    AlertRule(
        name="SeaweedFSWithoutLeader",
        expr="max by (namespace) (SeaweedFS_master_is_leader) == 0",
        minutes=5,
        severity="critical",
        summary="SeaweedFS has no leader: nothing can be written to any bucket",
        description="Look at the log of the pod in {{ $labels.namespace }}; a restart of it begins a new election.",
    ),
    AlertRule(
        name="SeaweedFSDiskErrors",
        expr="SeaweedFS_volumeServer_disk_error_status > 0",
        minutes=5,
        severity="critical",
        summary="SeaweedFS cannot use its disk {{ $labels.name }}",
        description="Look at the volume behind it, and at the disks of the machine.",
    ),
    AlertRule(
        name="SeaweedFSCannotWrite",
        expr="increase(SeaweedFS_master_pick_for_write_error[15m]) > 0",
        minutes=15,
        summary="SeaweedFS finds no room for new objects",
        description="The volume is full, or holds as many files as fit it. See the dashboard SeaweedFS.",
    ),
)
"""Metrics: `weed/stats/metrics.go` of SeaweedFS 4.44."""
