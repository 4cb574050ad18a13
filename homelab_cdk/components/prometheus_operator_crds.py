"""The CRDs of the Prometheus Operator: PodMonitors, PrometheusRules and what else monitoring is written in."""

from __future__ import annotations

from typing import Unpack

import constructs

from ..constructs import Capability, CommonOptions, Component, ComponentInfo
from ..model import ChartPin

__all__ = ["MonitoringApi", "PrometheusOperatorCrds"]


class MonitoringApi(Capability):
    """The CRDs of the Prometheus Operator are there."""

    title = "the CRDs of the Prometheus Operator"


class PrometheusOperatorCrds(Component):
    """The CRDs of `monitoring.coreos.com` alone, so that what is monitored need not wait for what monitors.

    Everything with a PodMonitor or a PrometheusRule waits for this unit and for nothing else of monitoring. The CRDs are
    templates of the chart, so that they follow its version, and carry Helm's annotation that keeps them when the release
    goes: with a CRD every object of its kind would go.
    """

    info = ComponentInfo(
        name="prometheus-operator-crds",
        title="Prometheus Operator CRDs",
        about="the CRDs of PodMonitors, alerts and what else monitoring is written in",
        slot="monitoringApi",
        layer="infrastructure",
        phase=1,
        docs="https://github.com/prometheus-community/helm-charts/tree/main/charts/prometheus-operator-crds",
        namespace="flux-system",
        chart=ChartPin(
            name="prometheus-operator-crds",
            version="31.0.1",
            repository="oci://ghcr.io/prometheus-community/charts/prometheus-operator-crds",
        ),
        provides=(MonitoringApi,),
        licence="Apache-2.0",
    )

    def __init__(
        self, scope: constructs.Construct, id: str = "prometheus-operator-crds", **common: Unpack[CommonOptions]
    ) -> None:
        """Install the CRDs.

        Args:
            scope: the lab, or any cdk8s app or chart.
            id: construct id and name of the unit.
            **common: what every component takes.
        """
        super().__init__(scope, id, **common)
        self.add_namespace(pod_security=self.info.pod_security)
        self.add_chart({"crds": {"annotations": {"helm.sh/resource-policy": "keep"}}})
        self.provide(MonitoringApi(name=id, provider=self))
