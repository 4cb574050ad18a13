"""What Longhorn tells of itself: alerts, and a dashboard where upstream has none with a variable data source."""

from __future__ import annotations

from ...constructs import AlertRule, Panel

__all__ = ["ALERTS", "PANELS"]

ALERTS = (
    AlertRule(
        name="LonghornVolumeFaulted",
        expr='longhorn_volume_robustness{state="faulted"} == 1',
        minutes=2,
        severity="critical",
        summary="The volume {{ $labels.volume }} ({{ $labels.pvc_namespace }}/{{ $labels.pvc }}) has no usable copy",
        description="Its pod cannot read or write. Look at its replicas in Longhorn's user interface and salvage one, or"
        " restore a backup.",
    ),
    AlertRule(
        name="LonghornVolumeDegraded",
        expr='longhorn_volume_robustness{state="degraded"} == 1',
        minutes=30,
        summary="The volume {{ $labels.volume }} ({{ $labels.pvc_namespace }}/{{ $labels.pvc }}) lacks a copy",
        description="A machine or a disk is missing, or there is no room to rebuild the copy.",
    ),
    AlertRule(
        name="LonghornDiskAlmostFull",
        expr="100 * (longhorn_disk_usage_bytes + longhorn_disk_reservation_bytes) / longhorn_disk_capacity_bytes > 90",
        minutes=15,
        summary="The disk {{ $labels.disk }} of {{ $labels.node }} is used to {{ $value | humanize }} percent",
        description="No copy of a volume is placed on a disk with too little room. Remove snapshots and volumes, or add a disk.",
    ),
    AlertRule(
        name="LonghornNodeNotReady",
        expr='longhorn_node_status{condition="ready"} == 0',
        minutes=10,
        summary="Longhorn does not use the machine {{ $labels.node }} ({{ $labels.condition_reason }})",
        description="Often iscsid does not run there, or the manager's pod does not start.",
    ),
)
"""Metrics: `metrics_collector/` of longhorn-manager 1.12.1."""

PANELS = (
    Panel(
        title="Volumes by robustness",
        queries={"{{state}}": "sum by (state) (longhorn_volume_robustness)"},
        kind="stat",
        width=8,
    ),
    Panel(
        title="Room on each machine",
        queries={"{{node}}": "100 * longhorn_node_storage_usage_bytes / longhorn_node_storage_capacity_bytes"},
        unit="percent",
        kind="bargauge",
        width=8,
    ),
    Panel(
        title="Scheduled for volumes on each machine",
        queries={"{{node}}": "longhorn_node_storage_scheduled_bytes"},
        unit="bytes",
        width=8,
    ),
    Panel(
        title="Used by each volume",
        queries={"{{pvc_namespace}}/{{pvc}}": "max by (pvc_namespace, pvc) (longhorn_volume_actual_size_bytes)"},
        unit="bytes",
    ),
    Panel(
        title="Reading and writing",
        queries={
            "read {{pvc_namespace}}/{{pvc}}": "longhorn_volume_read_throughput",
            "write {{pvc_namespace}}/{{pvc}}": "longhorn_volume_write_throughput",
        },
        unit="Bps",
    ),
    Panel(
        title="Latency",
        queries={
            "read {{pvc_namespace}}/{{pvc}}": "longhorn_volume_read_latency",
            "write {{pvc_namespace}}/{{pvc}}": "longhorn_volume_write_latency",
        },
        unit="ns",
    ),
)
