"""OpenTelemetry Collector: where programs send their traces and logs, and what hands them on."""

from __future__ import annotations

from typing import Annotated, Any, Unpack

import constructs

from ..constructs import (
    AlertRule,
    CommonOptions,
    Component,
    ComponentInfo,
    Dashboard,
    Endpoint,
    HelmRelease,
    LogStore,
    OtlpReceiver,
    Outside,
    TraceStore,
    resources,
    spread,
)
from ..model import Body, ChartPin, Minimum, Quantity

__all__ = ["OpenTelemetryCollector"]

GRPC_PORT, HTTP_PORT, METRICS_PORT = 4317, 4318, 8888
"""The ports of the pods (source: the chart's `ports`)."""

IMAGE = "ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-k8s"
"""The distribution for Kubernetes; the chart names none."""

TAG = "0.158.0"
"""The chart's own `appVersion`."""

DASHBOARD = (
    "https://raw.githubusercontent.com/monitoringartist/opentelemetry-collector-monitoring/"
    "5a65009a95abf6840c293d16578f6ae766a29e8b/dashboard/opentelemetry-collector-dashboard.json"
)
"""Number 15983 of grafana.com, at a commit of its repository; upstream has none."""

UNUSED_PORTS = ("jaeger-compact", "jaeger-thrift", "jaeger-grpc", "zipkin")


class OpenTelemetryCollector(Component):
    """Takes in OTLP, adds which pod it came from, and sends traces and logs to where they are kept."""

    info = ComponentInfo(
        name="opentelemetry-collector",
        title="OpenTelemetry Collector",
        about="takes in traces and logs of programs and hands them on",
        slot="telemetry",
        layer="observability",
        phase=4,
        docs="https://opentelemetry.io/docs/collector/",
        chart=ChartPin(
            name="opentelemetry-collector",
            version="0.170.0",
            repository="oci://ghcr.io/open-telemetry/opentelemetry-helm-charts/opentelemetry-collector",
        ),
        provides=(OtlpReceiver,),
        requires=(TraceStore,),
        uses=(LogStore,),
        licence="Apache-2.0",
    )

    def __init__(
        self,
        scope: constructs.Construct,
        id: str = "opentelemetry-collector",
        *,
        replicas: Annotated[int, Minimum(1)] | None = None,
        cpu: Quantity = "50m",
        memory: Quantity = "128Mi",
        memory_limit: Quantity = "256Mi",
        traces: TraceStore | None = None,
        logs: LogStore | None = None,
        **common: Unpack[CommonOptions],
    ) -> None:
        """Install the collector.

        Args:
            scope: the lab, or any cdk8s app or chart.
            id: construct id and name of the unit.
            replicas: pods; by default one on a single machine, else two.
            cpu: requested CPU of each pod; by default `50m`.
            memory: requested memory of each pod; by default `128Mi`.
            memory_limit: the memory at which a pod is stopped; it refuses data before; by default `256Mi`.
            traces: where traces go; by default everything in the lab that keeps traces.
            logs: where logs that come by OTLP go; by default the lab's first log store, if any.
            **common: what every component takes.

        Raises:
            CapabilityError: nothing keeps traces.
        """
        super().__init__(scope, id, **common)
        stores = [traces] if traces else self.surroundings.capabilities.all(TraceStore)
        if not stores:
            stores = [self.require(TraceStore)]
        log_store = logs or self.optional(LogStore)
        self.add_namespace(pod_security=self.info.pod_security)
        release = self.add_chart(
            {
                "mode": "deployment",
                "image": {"repository": IMAGE, "tag": TAG},
                "replicaCount": spread(self.nodes) if replicas is None else replicas,
                "presets": {"kubernetesAttributes": {"enabled": True}},
                "config": _config(stores, log_store),
                "ports": {
                    "metrics": {"enabled": True},
                    **{name: {"enabled": False} for name in UNUSED_PORTS},
                },
                "resources": resources(cpu=cpu, memory=memory, limit=memory_limit),
                "podSecurityContext": {
                    "runAsNonRoot": True,
                    "runAsUser": 10001,
                    "runAsGroup": 10001,
                    "seccompProfile": {"type": "RuntimeDefault"},
                },
                "securityContext": {
                    "allowPrivilegeEscalation": False,
                    "readOnlyRootFilesystem": True,
                    "capabilities": {"drop": ["ALL"]},
                },
            }
        )
        self._open(release, [*stores, *([log_store] if log_store else [])])

    def _open(self, release: HelmRelease, stores: list[TraceStore | LogStore]) -> None:
        name = release.release.name
        labels = {
            "app.kubernetes.io/name": "opentelemetry-collector",
            "app.kubernetes.io/instance": self.info.name,
            "component": "standalone-collector",
        }
        grpc = Endpoint.of_service(release, name, "otlp", fallback=labels, number=GRPC_PORT)
        http = Endpoint.of_service(release, name, "otlp-http", fallback=labels, number=HTTP_PORT)
        metrics = Endpoint.of_service(release, name, "metrics", fallback=labels, number=METRICS_PORT)
        # Which pod an address belongs to.
        self.network.allow_egress(grpc.pods, to=Outside(what="apiserver"))
        for store in stores:
            store.admit(grpc.pods, self)
        host = f"http://{name}.{self.namespace}.svc"
        self.provide(
            OtlpReceiver(
                name=self.construct_id,
                provider=self,
                urls={"grpc": f"{host}:{GRPC_PORT}", "http/protobuf": f"{host}:{HTTP_PORT}"},
                endpoints={"grpc": grpc, "http/protobuf": http},
            )
        )
        self.monitoring.scrape(metrics)
        self.monitoring.alert(name, _alerts(self.namespace))
        self.monitoring.dashboard(Dashboard(name="opentelemetry-collector", folder="Traces", url=DASHBOARD))


def _config(traces: list[TraceStore], logs: LogStore | None) -> Body:
    """Merged over the chart's own configuration; null takes away what is not used of it."""
    exporters: dict[str, Any] = {"debug": None}
    pipelines: dict[str, Any] = {"metrics": None, "logs": None}
    for store in traces:
        exporters[f"otlp_grpc/{store.name}"] = {"endpoint": store.address, "tls": {"insecure": True}}
    pipelines["traces"] = {"receivers": ["otlp"], "exporters": [f"otlp_grpc/{store.name}" for store in traces]}
    if logs is not None:
        exporters[f"otlp_http/{logs.name}"] = {"endpoint": logs.otlp_url}
        pipelines["logs"] = {"receivers": ["otlp"], "exporters": [f"otlp_http/{logs.name}"]}
    return {
        "receivers": {"jaeger": None, "zipkin": None, "prometheus": None},
        "exporters": exporters,
        "service": {"pipelines": pipelines},
    }


def _alerts(namespace: str) -> list[AlertRule]:
    """After upstream's `templates/prometheusrule.yaml` of the chart."""
    here = f'namespace="{namespace}"'
    refused = [f"rate(otelcol_receiver_refused_{what}_total{{{here}}}[5m])" for what in ("spans", "log_records")]
    failed = [f"rate(otelcol_exporter_send_failed_{what}_total{{{here}}}[5m])" for what in ("spans", "log_records")]
    queue = f"otelcol_exporter_queue_size{{{here}}} / otelcol_exporter_queue_capacity{{{here}}}"
    return [
        AlertRule(
            name="TelemetryRefused",
            expr=" or ".join(f"{item} > 0" for item in refused),
            minutes=5,
            summary="The OpenTelemetry Collector refuses data of its receiver {{ $labels.receiver }}.",
            description="Mostly it is at its memory limit: give it more, or let programs send less.",
        ),
        AlertRule(
            name="TelemetryLost",
            expr=" or ".join(f"{item} > 0" for item in failed),
            minutes=5,
            summary="The OpenTelemetry Collector loses what it sends to {{ $labels.exporter }}.",
            description="What keeps it does not take it: see whether that runs, and its log.",
        ),
        AlertRule(
            name="TelemetryQueueFillsUp",
            expr=f"{queue} > 0.8",
            minutes=5,
            summary="The queue of the OpenTelemetry Collector for {{ $labels.exporter }} is nearly full.",
            description="What keeps it takes it too slowly, or not at all; once the queue is full, data is lost.",
        ),
    ]
