"""CloudNativePG: the operator behind every PostgreSQL of the lab."""

from __future__ import annotations

from typing import Annotated, Unpack

import constructs

from ..constructs import (
    Capability,
    CommonOptions,
    Component,
    ComponentInfo,
    Dashboard,
    Endpoint,
    Outside,
    Pods,
    resources,
)
from ..model import ChartPin, Minimum

__all__ = ["CloudNativePG", "PostgresOperator"]


METRICS_PORT = 8080
"""Where the operator shows its metrics (source: CloudNativePG's documentation, `monitoring`)."""

DASHBOARD = (
    "https://raw.githubusercontent.com/cloudnative-pg/grafana-dashboards/cluster-v0.0.5"
    "/charts/cluster/grafana-dashboard.json"
)


class PostgresOperator(Capability):
    """Runs PostgreSQL clusters."""

    title = "an operator for PostgreSQL"


class CloudNativePG(Component):
    """The operator that runs PostgreSQL clusters, with failover and rolling updates."""

    info = ComponentInfo(
        name="cloudnative-pg",
        title="CloudNativePG",
        about="runs PostgreSQL clusters, with failover and rolling updates",
        slot="databaseOperators",
        layer="data",
        phase=2,
        docs="https://cloudnative-pg.io/documentation/current/",
        namespace="cnpg-system",
        chart=ChartPin(name="cloudnative-pg", version="0.29.0", repository="https://cloudnative-pg.github.io/charts"),
        provides=(PostgresOperator,),
        licence="Apache-2.0",
        wide_rights="makes the certificates and passwords of PostgreSQL servers in every namespace",
        holds_data=True,
    )

    def __init__(
        self,
        scope: constructs.Construct,
        id: str = "cloudnative-pg",
        *,
        max_concurrent_reconciles: Annotated[int, Minimum(1)] = 10,
        **common: Unpack[CommonOptions],
    ) -> None:
        """Install the operator.

        Args:
            scope: the lab, or any cdk8s app or chart.
            id: construct id and name of the unit.
            max_concurrent_reconciles: how many clusters are worked on at a time; by default 10, as upstream.
            **common: what every component takes.
        """
        super().__init__(scope, id, **common)
        self.add_namespace(pod_security=self.info.pod_security)
        self.add_chart(
            {
                "crds": {"create": True},
                "config": {"maxConcurrentReconciles": max_concurrent_reconciles},
                "resources": resources(cpu="20m", memory="100Mi", limit="256Mi"),
            }
        )
        self.pods = Pods(namespace=self.namespace)
        self.network.allow_egress(self.pods, to=Outside(what="apiserver"))
        labels = {"app.kubernetes.io/name": "cloudnative-pg", "app.kubernetes.io/instance": self.info.name}
        served = Pods(namespace=self.namespace, labels=labels)
        self.monitoring.scrape(Endpoint(pods=served, port=METRICS_PORT, name="cloudnative-pg"))
        self.monitoring.dashboard(Dashboard(name="cloudnative-pg", folder="Databases", url=DASHBOARD))
        self.provide(PostgresOperator(name=id, provider=self))
