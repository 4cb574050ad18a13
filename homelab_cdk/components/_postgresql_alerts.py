"""What somebody has to know of a PostgreSQL of CloudNativePG; names and bounds are those of its documentation."""

from __future__ import annotations

from ..constructs import AlertRule

__all__ = ["METRICS_PORT", "alerts"]

METRICS_PORT = 9187
"""Where each server shows its metrics (source: CloudNativePG's documentation, `monitoring`)."""


def alerts(namespace: str) -> tuple[AlertRule, ...]:
    """The rules for the servers of a namespace; backups have their own."""
    its = f'{{namespace="{namespace}"}}'
    volume = f'{{namespace="{namespace}",persistentvolumeclaim!=""}}'
    return (
        AlertRule(
            name="PostgresqlDown",
            expr=f"cnpg_collector_up{its} == 0 or absent(cnpg_collector_up{its})",
            minutes=10,
            severity="critical",
            summary=f"PostgreSQL in {namespace} does not answer",
            description=f"Look at the pods and events: kubectl --namespace {namespace} get clusters,pods,events",
        ),
        AlertRule(
            name="PostgresqlReplicaBroken",
            expr=f"cnpg_pg_replication_in_recovery{its} > cnpg_pg_replication_is_wal_receiver_up{its}",
            minutes=10,
            summary="The replica {{ $labels.pod }} does not follow its primary",
            description="If the primary fails now, what was written since is lost. Delete the pod and its volume claim if"
            " it does not recover; the operator makes a new replica.",
        ),
        AlertRule(
            name="PostgresqlReplicaLags",
            expr=f"cnpg_pg_replication_lag{its} > 300",
            minutes=5,
            summary="The replica {{ $labels.pod }} is {{ $value | humanizeDuration }} behind its primary",
        ),
        AlertRule(
            name="PostgresqlVolumeAlmostFull",
            expr=f"kubelet_volume_stats_available_bytes{volume} / kubelet_volume_stats_capacity_bytes{volume} < 0.1",
            minutes=15,
            severity="critical",
            summary="The volume {{ $labels.persistentvolumeclaim }} of PostgreSQL has"
            " {{ $value | humanizePercentage }} left",
            description="PostgreSQL stops when it is full. Raise storageSize of the database in homelab.yaml; it grows"
            " where the storage class can.",
        ),
        AlertRule(
            name="PostgresqlTransactionIdsRunOut",
            expr=f"cnpg_pg_database_xid_age{its} > 300000000",
            minutes=60,
            summary="The database {{ $labels.datname }} was not vacuumed for {{ $value }} transactions",
            description="At two thousand million it takes no more writes; look for long transactions and abandoned"
            " replication slots.",
        ),
    )
