"""What Calico tells of itself: alerts, and a dashboard where upstream's is bound to a data source of its demo."""

from __future__ import annotations

from ...constructs import AlertRule, Panel

__all__ = ["ALERTS", "PANELS"]

ALERTS = (
    AlertRule(
        name="CalicoNodeMissing",
        expr="max(felix_cluster_num_hosts) - count(felix_resync_state) > 0",
        minutes=15,
        severity="critical",
        summary="{{ $value }} machines of the cluster tell nothing of their pod network",
        description="calico-node does not run there, or its port 9091 is closed by a firewall: new pods get no network.",
    ),
    AlertRule(
        name="CalicoNodeOutOfSync",
        expr="felix_resync_state < 3",
        minutes=10,
        severity="critical",
        summary="Calico on {{ $labels.instance }} does not know what the cluster looks like",
        description="It reaches neither Typha (port 5473 of the machines) nor the API server, so policies and routes there"
        " are those of the past.",
    ),
    AlertRule(
        name="CalicoDataplaneFailing",
        expr="increase(felix_int_dataplane_failures[15m]) > 3",
        minutes=15,
        summary="Calico on {{ $labels.instance }} fails to write routes, addresses or rules",
        description="Look at the log of calico-node there; often another program changes the same tables.",
    ),
    AlertRule(
        name="CalicoPolicyNotApplied",
        expr="increase(felix_iptables_restore_errors[15m]) > 3 or increase(felix_ipset_errors[15m]) > 3"
        " or increase(felix_nft_errors[15m]) > 3",
        minutes=15,
        summary="Calico on {{ $labels.instance }} fails to write network policies",
        description="Pods there have the policies of the past. The log of calico-node names the rule.",
    ),
    AlertRule(
        name="CalicoTyphaIdle",
        expr="sum(typha_connections_active) == 0",
        minutes=10,
        summary="No machine follows Typha, which hands out what changes in the cluster",
        description="Certificates between calico-node and Typha may not match, or port 5473 is closed by a firewall.",
    ),
)
"""Metrics: `felix/` and `typha/pkg/syncserver` of projectcalico/calico 3.32.1; 3 is the state in sync."""

PANELS = (
    Panel(title="Machines", queries={"machines": "max(felix_cluster_num_hosts)"}, kind="stat", width=6),
    Panel(title="Machines in sync", queries={"in sync": "count(felix_resync_state == 3)"}, kind="stat", width=6),
    Panel(
        title="Pods in the network",
        queries={"pods": "max(felix_cluster_num_workload_endpoints)"},
        kind="stat",
        width=6,
    ),
    Panel(title="Connections to Typha", queries={"connections": "sum(typha_connections_active)"}, kind="stat", width=6),
    Panel(title="Pods of each machine", queries={"{{instance}}": "felix_active_local_endpoints"}),
    Panel(title="Policies at work on each machine", queries={"{{instance}}": "felix_active_local_policies"}),
    Panel(
        title="Time that a change takes (99 of 100 are faster)",
        queries={"{{instance}}": 'felix_int_dataplane_apply_time_seconds{quantile="0.99"}'},
        unit="s",
    ),
    Panel(
        title="Errors in 5 minutes",
        queries={
            "routes and addresses {{instance}}": "increase(felix_int_dataplane_failures[5m])",
            "iptables {{instance}}": "increase(felix_iptables_restore_errors[5m])",
            "address sets {{instance}}": "increase(felix_ipset_errors[5m])",
        },
    ),
)
