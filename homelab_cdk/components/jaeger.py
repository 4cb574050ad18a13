"""Jaeger: the traces of requests through the lab."""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Literal, Unpack

import constructs

from ..constructs import (
    AlertRule,
    CommonOptions,
    Component,
    ComponentInfo,
    Dashboard,
    DataSource,
    Endpoint,
    Gateway,
    HelmRelease,
    LogStore,
    MetricsCollector,
    StorageClass,
    TraceStore,
    resources,
)
from ..model import Body, ChartPin, Duration, HostName, Minimum, Quantity

__all__ = ["Jaeger"]

OTLP_PORT, QUERY_PORT, METRICS_PORT, HEALTH_PORT = 4317, 16686, 8888, 13133
"""The ports that are served; the chart's Service lists many more (source: the chart's Deployment and Service)."""

CLAIM, FOLDER = "jaeger-badger", "/badger"

PROMETHEUS = "prometheus"
"""How Grafana's data source for metrics is referred to (source: `grafana.sidecar.datasources.uid` of
kube-prometheus-stack)."""

DASHBOARD = (
    "https://raw.githubusercontent.com/jaegertracing/jaeger/v2.19.0/monitoring/jaeger-mixin/dashboard-for-grafana.json"
)


class Jaeger(Component):
    """Keeps traces in one process with a database on a volume; the OpenTelemetry Collector brings them."""

    info = ComponentInfo(
        name="jaeger",
        title="Jaeger",
        about="keeps and shows traces of requests",
        slot="tracing",
        layer="observability",
        phase=4,
        docs="https://www.jaegertracing.io/docs/latest/",
        chart=ChartPin(name="jaeger", version="4.11.1", repository="https://jaegertracing.github.io/helm-charts"),
        provides=(TraceStore,),
        uses=(StorageClass, Gateway),
        brings=("opentelemetry-collector",),
        licence="Apache-2.0",
        holds_data=True,
        copy_volumes=False,
    )

    def __init__(
        self,
        scope: constructs.Construct,
        id: str = "jaeger",
        *,
        storage: Literal["badger", "memory"] = "badger",
        retention: Duration = "72h",
        max_traces: Annotated[int, Minimum(1)] = 50_000,
        storage_size: Quantity = "10Gi",
        storage_class: str | None = None,
        host: HostName | None = None,
        cpu: Quantity = "50m",
        memory: Quantity = "256Mi",
        memory_limit: Quantity = "512Mi",
        gateway: Gateway | None = None,
        **common: Unpack[CommonOptions],
    ) -> None:
        """Install Jaeger.

        Args:
            scope: the lab, or any cdk8s app or chart.
            id: construct id and name of the unit.
            storage: `badger` keeps traces on a volume, `memory` until the next restart; by default `badger`.
            retention: how long Badger keeps traces; by default `72h`, as upstream.
            max_traces: how many traces the memory keeps where `storage` is `memory`; by default 50000.
            storage_size: size of the volume; by default `10Gi`.
            storage_class: the StorageClass of the volume; by default the lab's default class.
            host: first label of the host name of its pages below the lab's domain, or a full host name; by default they
                cannot be reached from outside, for they know no login: Grafana shows the traces.
            cpu: requested CPU; by default `50m`.
            memory: requested memory; by default `256Mi`.
            memory_limit: the memory at which it is stopped; by default `512Mi`.
            gateway: what routes its host name; by default the lab's.
            **common: what every component takes.

        Raises:
            CapabilityError: a host name is wished for, and nothing routes it.
        """
        super().__init__(scope, id, **common)
        self.holds_data = storage == "badger"
        self.add_namespace(pod_security=self.info.pod_security)
        backend: Body
        volumes: Body = {}
        if storage == "badger":
            backend = {
                "badger": {
                    "directories": {"keys": f"{FOLDER}/keys", "values": f"{FOLDER}/values"},
                    "ephemeral": False,
                    "ttl": {"spans": retention},
                }
            }
            volumes = self._volume(storage_size, storage_class)
        else:
            backend = {"memory": {"max_traces": max_traces}}
        config = _config(backend)
        release = self.add_chart(
            {
                "jaeger": {
                    "replicas": 1,
                    "resources": resources(cpu=cpu, memory=memory, limit=memory_limit),
                    "serviceAccount": {"automountServiceAccountToken": False},
                    # The pod does not see changes of its configuration, which it mounts as a single file.
                    "podLabels": {"config": _digest(config)},
                    "podSecurityContext": {
                        "runAsNonRoot": True,
                        "runAsUser": 10001,
                        "runAsGroup": 10001,
                        "fsGroup": 10001,
                        "seccompProfile": {"type": "RuntimeDefault"},
                    },
                    "securityContext": {
                        "allowPrivilegeEscalation": False,
                        "readOnlyRootFilesystem": True,
                        "capabilities": {"drop": ["ALL"]},
                    },
                    **volumes,
                },
                "userconfig": config,
            }
        )
        self._open(release, host, gateway)

    def _volume(self, size: str, storage_class: str | None) -> Body:
        spec: Body = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": size}}}
        known = self.optional(StorageClass)
        if storage_class or known:
            spec["storageClassName"] = storage_class or (known.name if known else "")
        metadata = {"name": CLAIM, "namespace": self.namespace}
        claim = {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": metadata, "spec": spec}
        self.protect(self.add_manifest(claim))
        return {
            "extraVolumes": [{"name": "badger", "persistentVolumeClaim": {"claimName": CLAIM}}],
            "extraVolumeMounts": [{"name": "badger", "mountPath": FOLDER}],
        }

    def _open(self, release: HelmRelease, host: str | None, gateway: Gateway | None) -> None:
        name = release.release.name
        labels = {
            "app.kubernetes.io/name": "jaeger",
            "app.kubernetes.io/instance": self.info.name,
            "app.kubernetes.io/component": "all-in-one",
        }

        otlp = Endpoint.of_service(release, name, "otlp-grpc", fallback=labels, number=OTLP_PORT)
        query = Endpoint.of_service(release, name, "http-query", fallback=labels, number=QUERY_PORT)
        metrics = Endpoint.of_service(release, name, "internal-metrics", fallback=labels, number=METRICS_PORT)
        address = f"{name}.{self.namespace}.svc"
        self.provide(TraceStore(name=self.construct_id, provider=self, address=f"{address}:{OTLP_PORT}", endpoint=otlp))
        if host is not None:
            full = host if "." in host else f"{host}.{self.surroundings.config.domain}"
            way_in = gateway or self.require(Gateway)
            way_in.route(self, host=full, service=name, port=QUERY_PORT, to=query, name=self.construct_id)
        self.monitoring.scrape(metrics)
        self.monitoring.alert(name, _alerts(self.namespace))
        self.monitoring.dashboard(Dashboard(name="jaeger", folder="Traces", url=DASHBOARD))
        self.monitoring.data_source(
            DataSource(
                name="Jaeger",
                uid=self.construct_id,
                type="jaeger",
                url=f"http://{address}:{QUERY_PORT}",
                endpoint=query,
                settings=self._settings(),
            )
        )

    def _settings(self) -> Body:
        """Links from a span to the logs and the metrics of its pod, whose name the collector has added to it."""
        shifted = {"spanStartTimeShift": "-5m", "spanEndTimeShift": "5m"}
        tags = [
            {"key": "k8s.namespace.name", "value": "namespace"},
            {"key": "k8s.pod.name", "value": "pod"},
        ]
        settings: Body = {"nodeGraph": {"enabled": True}}
        logs = self.expected(LogStore)
        if logs is not None:
            settings["tracesToLogsV2"] = {"datasourceUid": logs, **shifted, "tags": tags, "filterByTraceID": False}
        if self.expected(MetricsCollector) is not None:
            cpu = "sum(rate(container_cpu_usage_seconds_total{$$__tags}[5m]))"
            memory = "sum(container_memory_working_set_bytes{$$__tags})"
            queries = [{"name": "CPU of the pod", "query": cpu}, {"name": "Memory of the pod", "query": memory}]
            settings["tracesToMetrics"] = {"datasourceUid": PROMETHEUS, **shifted, "tags": tags, "queries": queries}
        return settings


def _config(backend: Body) -> Body:
    """After upstream's `cmd/jaeger/config-badger.yaml`: OTLP over gRPC in, one store, the pages, and nothing else."""
    metrics = {"level": "normal", "readers": [{"pull": {"exporter": {"prometheus": _listen(METRICS_PORT)}}}]}
    return {
        "service": {
            "extensions": ["jaeger_storage", "jaeger_query", "healthcheckv2"],
            "pipelines": {
                "traces": {"receivers": ["otlp"], "processors": ["batch"], "exporters": ["jaeger_storage_exporter"]}
            },
            "telemetry": {"resource": {"service.name": "jaeger"}, "metrics": metrics},
        },
        "extensions": {
            "healthcheckv2": {"use_v2": True, "http": {"endpoint": f"0.0.0.0:{HEALTH_PORT}"}},
            "jaeger_query": {"storage": {"traces": "lab"}, "http": {"endpoint": f"0.0.0.0:{QUERY_PORT}"}},
            "jaeger_storage": {"backends": {"lab": backend}},
        },
        "receivers": {"otlp": {"protocols": {"grpc": {"endpoint": f"0.0.0.0:{OTLP_PORT}"}}}},
        "processors": {"batch": {}},
        "exporters": {"jaeger_storage_exporter": {"trace_storage": "lab"}},
    }


def _listen(port: int) -> Body:
    return {"host": "0.0.0.0", "port": port}


def _digest(config: Body) -> str:
    return hashlib.sha256(json.dumps(config, sort_keys=True).encode()).hexdigest()[:12]


def _alerts(namespace: str) -> list[AlertRule]:
    """Metrics: upstream's `monitoring/jaeger-mixin`, which points to the rules of the OpenTelemetry Collector."""
    here = f'namespace="{namespace}"'
    return [
        AlertRule(
            name="JaegerRefusesSpans",
            expr=f"sum(rate(otelcol_receiver_refused_spans_total{{{here}}}[5m])) > 0",
            minutes=5,
            summary="Jaeger refuses {{ $value | humanize }} spans a second.",
            description="Its log says why; traces that came meanwhile are incomplete.",
        ),
        AlertRule(
            name="JaegerLosesSpans",
            expr=f"sum(rate(otelcol_exporter_send_failed_spans_total{{{here}}}[5m])) > 0",
            minutes=5,
            summary="Jaeger cannot store {{ $value | humanize }} spans a second.",
            description="See whether its volume is full; keep traces for a shorter time, or make the volume larger.",
        ),
        AlertRule(
            name="JaegerQueriesFail",
            expr=f'sum(rate(jaeger_storage_requests_total{{{here}, result="err"}}[5m])) > 0',
            minutes=15,
            summary="Jaeger fails to read traces {{ $value | humanize }} times a second.",
            description="Its log shows the errors of its storage.",
        ),
    ]
