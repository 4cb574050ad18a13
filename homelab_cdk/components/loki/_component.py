"""Loki as a component of the lab."""

from __future__ import annotations

from typing import Annotated, Literal, Unpack

import constructs

from ..._errors import BuildError
from ...constructs import (
    AlertRule,
    Bucket,
    BucketStore,
    CommonOptions,
    Component,
    ComponentInfo,
    DataSource,
    Endpoint,
    HelmRelease,
    LogStore,
    Pods,
    StorageClass,
    TraceStore,
    resources,
)
from ...model import Body, ChartPin, Duration, Minimum, Quantity
from ._dashboards import loki_dashboards

__all__ = ["Loki"]

HTTP_PORT, GRPC_PORT, MEMBERLIST_PORT = 3100, 9095, 7946
"""The ports of the pods (source: the chart's `loki.server`, and its Services)."""

SCHEMA_START = "2024-04-01"
"""The day from which the index has its present format; a later one would hide what was stored before (source: the chart)."""

LATE = "too_far_behind|greater_than_max_sample_age"
"""Why lines are rejected that a collector reads a second time after a restart (source: Loki's validation)."""


class Loki(Component):
    """Keeps logs by their labels, as one process; Alloy brings them, Grafana shows them."""

    info = ComponentInfo(
        name="loki",
        title="Loki",
        about="keeps the logs of everything that runs",
        slot="logging",
        layer="observability",
        phase=2,
        docs="https://grafana.com/docs/loki/latest/",
        chart=ChartPin(name="loki", version="18.11.0", repository="oci://ghcr.io/grafana-community/helm-charts/loki"),
        provides=(LogStore,),
        uses=(StorageClass, BucketStore),
        brings=("alloy",),
        licence="AGPL-3.0-only",
        holds_data=True,
        copy_volumes=False,
    )

    def __init__(
        self,
        scope: constructs.Construct,
        id: str = "loki",
        *,
        storage: Literal["auto", "s3", "filesystem"] = "auto",
        bucket: str | None = None,
        retention: Duration = "336h",
        replicas: Annotated[int, Minimum(1)] = 1,
        storage_size: Quantity | None = None,
        storage_class: str | None = None,
        cpu: Quantity = "100m",
        memory: Quantity = "256Mi",
        memory_limit: Quantity = "1Gi",
        object_storage: BucketStore | None = None,
        **common: Unpack[CommonOptions],
    ) -> None:
        """Install Loki.

        Args:
            scope: the lab, or any cdk8s app or chart.
            id: construct id and name of the unit.
            storage: where logs are kept: `s3` in a bucket, `filesystem` on a volume, `auto` in a bucket where the lab has
                object storage, else on a volume; by default `auto`. After a change, logs that were kept the other way
                are not found any more.
            bucket: name of the bucket; by default the id.
            retention: how long logs are kept, at least `24h`; by default `336h`, two weeks.
            replicas: pods, each on a node of its own; by default 1. More than one need object storage.
            storage_size: size of each pod's volume; by default `10Gi` beside a bucket (index and what is not stored yet),
                else `20Gi`.
            storage_class: the StorageClass of the volumes; by default the lab's default class.
            cpu: requested CPU of each pod; by default `100m`.
            memory: requested memory of each pod; by default `256Mi`.
            memory_limit: the memory at which a pod is stopped; by default `1Gi`.
            object_storage: where the bucket comes from; by default the lab's first object storage.
            **common: what every component takes.

        Raises:
            BuildError: there is to be more than one replica without object storage, or more than there are nodes.
            CapabilityError: `storage` is `s3`, and nothing provides object storage.
        """
        super().__init__(scope, id, **common)
        self.timeout = 15
        self.add_namespace(pod_security=self.info.pod_security)
        labels = {
            "app.kubernetes.io/name": "loki",
            "app.kubernetes.io/instance": self.info.name,
            "app.kubernetes.io/component": "single-binary",
        }
        pods = Pods(namespace=self.namespace, labels=labels)
        granted = self._bucket(storage, object_storage, pods, bucket or id)
        if granted is None and replicas > 1:
            raise BuildError(
                f"{self.path}: {replicas} replicas cannot share logs that lie on a volume; add an object storage to"
                " homelab.yaml, or set replicas: 1"
            )
        if replicas > max(self.nodes, 1):
            raise BuildError(
                f"{self.path}: {replicas} replicas stand on a node each, and the lab has {self.nodes}; set replicas to"
                " that or less"
            )
        volume: Body = {"size": storage_size or ("20Gi" if granted is None else "10Gi")}
        known = self.optional(StorageClass)
        if storage_class or known:
            volume["storageClass"] = storage_class or (known.name if known else "")
        single: Body = {
            "replicas": replicas,
            "persistence": volume,
            "resources": resources(cpu=cpu, memory=memory, limit=memory_limit),
        }
        if granted is not None:
            single["extraEnv"] = [_key("S3_ACCESS_KEY_ID", granted, "access-key-id")]
            single["extraEnv"].append(_key("S3_SECRET_ACCESS_KEY", granted, "secret-access-key"))
        release = self.add_chart(
            {
                "deploymentMode": "Monolithic",
                "loki": {
                    "auth_enabled": False,
                    "commonConfig": {"replication_factor": 3 if replicas > 2 else 1},
                    **_stored(granted),
                    "limits_config": {"retention_period": retention},
                    "analytics": {"reporting_enabled": False},
                },
                "singleBinary": single,
                **_only_one_process(),
            },
            timeout=15,
        )
        self._open(release, labels)

    def _bucket(self, storage: str, given: BucketStore | None, client: Pods, name: str) -> Bucket | None:
        if storage == "filesystem":
            return None
        store = given or self.optional(BucketStore)
        if store is None and storage == "s3":
            store = self.require(BucketStore)
        return None if store is None else store.claim(self, client=client, bucket=name)

    def _open(self, release: HelmRelease, labels: dict[str, str]) -> None:
        name = release.release.name
        http = Endpoint.of_service(release, name, "http-metrics", fallback=labels, number=HTTP_PORT)
        # Its parts find each other through its own Services, also where all of them are in one pod.
        for port, number in (("grpc", GRPC_PORT), ("tcp", MEMBERLIST_PORT)):
            service = f"{name}-memberlist" if port == "tcp" else name
            own = Endpoint.of_service(release, service, port, fallback=labels, number=number)
            self.network.connect(http.pods, Endpoint(pods=http.pods, port=own.port, name=name))
        url = f"http://{name}.{self.namespace}.svc:{HTTP_PORT}"
        self.provide(
            LogStore(
                name=self.construct_id,
                provider=self,
                push_url=f"{url}/loki/api/v1/push",
                otlp_url=f"{url}/otlp",
                endpoint=http,
            )
        )
        self.monitoring.scrape(http)
        self.monitoring.alert(name, _alerts(self.namespace))
        for dashboard in loki_dashboards(self.namespace):
            self.monitoring.dashboard(dashboard)
        self.monitoring.data_source(
            DataSource(
                name="Loki", uid=self.construct_id, type="loki", url=url, endpoint=http, settings=self._settings()
            )
        )

    def _settings(self) -> Body:
        """Links from a line to its trace: by the ID that OpenTelemetry hands over, and by one in the text."""
        traces = self.expected(TraceStore)
        if traces is None:
            return {}
        link = {"url": "$${__value.raw}", "datasourceUid": traces, "urlDisplayLabel": "Show the trace"}
        text = '[tT]race_?[iI][dD]"?[=:]\\s*"?([0-9a-fA-F]{16,32})'
        return {
            "derivedFields": [
                {"name": "Trace", "matcherType": "label", "matcherRegex": "trace_id", **link},
                {"name": "Trace in the text", "matcherType": "regex", "matcherRegex": text, **link},
            ]
        }


def _key(name: str, bucket: Bucket, key: str) -> Body:
    return {"name": name, "valueFrom": {"secretKeyRef": {"name": bucket.secret, "key": key}}}


def _stored(bucket: Bucket | None) -> Body:
    """Where logs, index and requests to delete lie; the keys are environment variables, which Loki expands."""
    kind = "filesystem" if bucket is None else "s3"
    storage: Body = {"type": kind}
    if bucket is not None:
        storage["bucketNames"] = {"chunks": bucket.name, "ruler": bucket.name, "admin": bucket.name}
        storage["s3"] = {
            "endpoint": bucket.endpoint,
            "region": bucket.region,
            "accessKeyId": "${S3_ACCESS_KEY_ID}",
            "secretAccessKey": "${S3_SECRET_ACCESS_KEY}",
            "s3ForcePathStyle": True,
            "insecure": bucket.endpoint.startswith("http://"),
        }
    index = {"prefix": "loki_index_", "period": "24h"}
    period = {"from": SCHEMA_START, "store": "tsdb", "object_store": kind, "schema": "v13", "index": index}
    return {
        "schemaConfig": {"configs": [period]},
        "storage": storage,
        "compactor": {"retention_enabled": True, "delete_request_store": kind},
    }


def _only_one_process() -> Body:
    """Turns off everything of the chart beside the one process: the other modes, caches, gateway, rules and tests."""
    return {
        **{part: {"replicas": 0} for part in ("read", "write", "backend")},
        **{part: {"enabled": False} for part in ("chunksCache", "resultsCache", "gateway", "lokiCanary", "test")},
        "sidecar": {"rules": {"enabled": False}},
        # It never asks the API server for anything.
        "defaults": {"automountServiceAccountToken": False},
        "serviceAccount": {"automountServiceAccountToken": False},
    }


def _alerts(namespace: str) -> list[AlertRule]:
    """After upstream's `production/loki-mixin-compiled/alerts.yaml`, with what a full or lost storage shows."""
    here = f'namespace="{namespace}"'
    requests = "loki_request_duration_seconds_count"
    compacted = "loki_boltdb_shipper_compact_tables_operation_last_successful_run_timestamp_seconds"
    return [
        AlertRule(
            name="LokiRequestErrors",
            expr=f'100 * sum by (route) (rate({requests}{{{here}, status_code=~"5.."}}[5m]))'
            f" / sum by (route) (rate({requests}{{{here}}}[5m])) > 10",
            minutes=15,
            summary="Loki fails {{ $value | humanize }} % of the requests to {{ $labels.route }}.",
            description="Its log says why; mostly its storage or its memory is at an end.",
        ),
        AlertRule(
            name="LokiPanics",
            expr=f"sum(increase(loki_panic_total{{{here}}}[10m])) > 0",
            summary="Loki has met requests that crash it.",
            description="Its log shows where; look for the message among upstream's issues.",
        ),
        AlertRule(
            name="LokiRejectsLogs",
            expr=f'sum by (reason) (rate(loki_discarded_samples_total{{{here}, reason!~"{LATE}"}}[5m])) > 0',
            minutes=15,
            summary="Loki rejects {{ $value | humanize }} lines a second: {{ $labels.reason }}.",
            description="They are lost; the reasons are explained at"
            " https://grafana.com/docs/loki/latest/operations/request-validation-rate-limits/.",
        ),
        AlertRule(
            name="LokiCannotStoreLogs",
            expr=f"sum(increase(loki_ingester_chunks_flush_failures_total{{{here}}}[15m])) > 0",
            minutes=15,
            severity="critical",
            summary="Loki cannot write logs to its storage.",
            description="It keeps them in memory until that is full; see whether the bucket or the volume can be written to.",
        ),
        AlertRule(
            name="LokiVolumeFull",
            expr=f"sum(increase(loki_ingester_wal_disk_full_failures_total{{{here}}}[15m])) > 0",
            severity="critical",
            summary="The volume of Loki is full.",
            description="Logs of the last hours are lost if it restarts now; make the volume larger, or the retention shorter.",
        ),
        AlertRule(
            name="LokiDoesNotCompact",
            expr=f"time() - max({compacted}{{{here}}}) > 3 * 60 * 60",
            minutes=60,
            summary="Loki has not compacted its index for three hours, and deletes no old logs.",
            description="Its log says what stops the compactor; until then the storage only grows.",
        ),
    ]
