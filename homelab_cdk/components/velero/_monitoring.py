"""What Velero tells of itself: alerts, and a dashboard, as upstream has none with a variable data source."""

from __future__ import annotations

from ...constructs import AlertRule, Panel

__all__ = ["ALERTS", "PANELS"]

_AGE = 'time() - max by (schedule) (velero_backup_last_successful_timestamp{schedule!=""})'

ALERTS = (
    AlertRule(
        name="BackupTooOld",
        expr=f"{_AGE} > 36 * 3600",
        minutes=30,
        severity="critical",
        summary="The last good backup of {{ $labels.schedule }} is {{ $value | humanizeDuration }} old",
        description="Backups run every night. See `velero backup get` and `velero backup describe <name> --details`.",
    ),
    AlertRule(
        name="BackupNeverSucceeded",
        expr='max by (schedule) (velero_backup_attempt_total{schedule!=""})'
        ' unless max by (schedule) (velero_backup_last_successful_timestamp{schedule!=""})',
        minutes=36 * 60,
        severity="critical",
        summary="There is no good backup of {{ $labels.schedule }}",
        description="See `velero backup get` and `velero backup logs <name>`.",
    ),
    AlertRule(
        name="BackupFailed",
        expr='max by (schedule) (velero_backup_last_status{schedule!=""}) == 0',
        minutes=15,
        summary="The last backup of {{ $labels.schedule }} failed, wholly or in part",
        description="Often a volume could not be read. See `velero backup describe <name> --details`.",
    ),
    AlertRule(
        name="BackupStorageUnavailable",
        expr="min by (backup_location_name) (velero_backup_location_status_gauge) == 0",
        minutes=15,
        severity="critical",
        summary="Velero cannot reach the bucket of the location {{ $labels.backup_location_name }}",
        description="Neither backups nor restores work. See `velero backup-location get`: the S3 server, its keys or the"
        " bucket are missing.",
    ),
    AlertRule(
        name="BackupRepositoryNotTidied",
        expr="increase(velero_repo_maintenance_failure_total[24h]) > 2",
        minutes=60,
        summary="Old copies are not removed from the backups of {{ $labels.repository_name }}",
        description="The bucket grows. Look at the jobs in Velero's namespace; often they need more memory.",
    ),
)
"""Metrics: `pkg/metrics/metrics.go` of Velero 1.18.1."""

PANELS = (
    Panel(
        title="Age of the last good backup",
        queries={"{{schedule}}": _AGE},
        unit="s",
        kind="bargauge",
    ),
    Panel(
        title="Last backup (1 is good)",
        queries={"{{schedule}}": 'max by (schedule) (velero_backup_last_status{schedule!=""})'},
        kind="stat",
    ),
    Panel(
        title="How long backups take",
        queries={
            "{{schedule}}": "sum by (schedule) (increase(velero_backup_duration_seconds_sum[1d]))"
            " / sum by (schedule) (increase(velero_backup_duration_seconds_count[1d]))"
        },
        unit="s",
    ),
    Panel(
        title="Objects in each backup",
        queries={"{{schedule}}": 'max by (schedule) (velero_backup_items_total{schedule!=""})'},
    ),
    Panel(
        title="Failed in the last day",
        queries={
            "failed": 'sum(increase(velero_backup_failure_total{schedule!=""}[1d]))',
            "failed in part": 'sum(increase(velero_backup_partial_failure_total{schedule!=""}[1d]))',
        },
        kind="stat",
        width=8,
    ),
    Panel(title="Copies", queries={"kept": "max(velero_backup_total)"}, kind="stat", width=8),
    Panel(
        title="Reach of the bucket (1 is good)",
        queries={"{{backup_location_name}}": "min by (backup_location_name) (velero_backup_location_status_gauge)"},
        kind="stat",
        width=8,
    ),
)
