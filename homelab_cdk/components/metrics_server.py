"""metrics-server: CPU and memory of pods for `kubectl top` and autoscalers."""

from __future__ import annotations

from typing import Annotated, Unpack

import constructs

from ..constructs import (
    AlertRule,
    CommonOptions,
    Component,
    ComponentInfo,
    Endpoint,
    ResourceMetrics,
    resources,
    spread,
)
from ..model import Body, ChartPin, Minimum

__all__ = ["MetricsServer"]

PORT = 10250
"""The port that its pods listen on (source: the chart's `containerPort`)."""


class MetricsServer(Component):
    """Answers how much CPU and memory pods and nodes use right now, through the API server.

    It lives in `kube-system`, as the API server's own extension, where the lab writes no network policies.
    """

    info = ComponentInfo(
        name="metrics-server",
        title="metrics-server",
        about="tells how much CPU and memory pods use right now",
        slot="resourceMetrics",
        layer="infrastructure",
        phase=1,
        docs="https://kubernetes-sigs.github.io/metrics-server/",
        namespace="kube-system",
        chart=ChartPin(
            name="metrics-server", version="3.13.1", repository="https://kubernetes-sigs.github.io/metrics-server/"
        ),
        provides=(ResourceMetrics,),
        licence="Apache-2.0",
        proposed=True,
    )

    def __init__(
        self,
        scope: constructs.Construct,
        id: str = "metrics-server",
        *,
        replicas: Annotated[int, Minimum(1)] | None = None,
        kubelet_insecure_tls: bool | None = None,
        **common: Unpack[CommonOptions],
    ) -> None:
        """Install metrics-server.

        Args:
            scope: the lab, or any cdk8s app or chart.
            id: construct id and name of the unit.
            replicas: pods; by default one on a single machine, else two.
            kubelet_insecure_tls: whether kubelets are believed whose certificates no CA of the cluster has signed; by
                default they are with kubeadm, where they sign their own, and not with k3s, which signs them.
            **common: what every component takes.
        """
        super().__init__(scope, id, **common)
        distribution = self.surroundings.config.cluster.distribution
        insecure = distribution == "kubeadm" if kubelet_insecure_tls is None else kubelet_insecure_tls
        self.add_namespace(pod_security=self.info.pod_security)
        count = spread(self.nodes) if replicas is None else replicas
        values: Body = {
            "replicas": count,
            # Lets Prometheus read without a token; what is told there is about metrics-server alone.
            "metrics": {"enabled": True},
            "resources": resources(cpu="20m", memory="64Mi", limit="256Mi"),
        }
        if insecure:
            values["args"] = ["--kubelet-insecure-tls"]
        if count > 1:
            values["podDisruptionBudget"] = {"enabled": True, "maxUnavailable": 1}
            # An answer less is better than two on the machine that goes.
            values["topologySpreadConstraints"] = [
                {
                    "maxSkew": 1,
                    "topologyKey": "kubernetes.io/hostname",
                    "whenUnsatisfiable": "ScheduleAnyway",
                    "labelSelector": {"matchLabels": self._labels()},
                }
            ]
        release = self.add_chart(values)
        served = Endpoint.of_service(release, self.info.name, "https", fallback=self._labels(), number=PORT)
        self.monitoring.scrape(served, scheme="https")
        self.monitoring.alert(
            "metrics-server",
            [
                AlertRule(
                    name="MetricsServerCannotReadKubelets",
                    expr='sum(rate(metrics_server_kubelet_request_total{success="false"}[10m])) > 0',
                    minutes=30,
                    summary="metrics-server cannot read how much the pods of some machine use",
                    description="`kubectl top` and autoscalers do without it. Often the machine is down or its port 10250"
                    " closed, or the kubelet's certificate is not believed; the log of metrics-server names it.",
                )
            ],
        )
        self.provide(ResourceMetrics(name=id, provider=self))

    def _labels(self) -> dict[str, str]:
        return {"app.kubernetes.io/instance": self.info.name, "app.kubernetes.io/name": "metrics-server"}
