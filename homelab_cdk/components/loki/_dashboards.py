"""Dashboards of Loki: upstream's are for Loki in many parts and stay empty where it runs as one process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...constructs import Dashboard
from ...model import Body

__all__ = ["loki_dashboards"]

FOLDER = "Logs"

SELECTED = '{namespace=~"$namespace", app=~"$app"}'
"""The streams that the variables of the dashboard choose (labels: Alloy's configuration)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Panel:
    """One panel: queries with their legends, half as wide as the dashboard unless `wide`."""

    title: str
    queries: Sequence[tuple[str, str]]
    unit: str = "short"
    kind: str = "timeseries"
    wide: bool = False


def loki_dashboards(namespace: str) -> list[Dashboard]:
    """The logs of everything that runs, and Loki itself in its namespace."""
    return [
        Dashboard(name="logs", folder=FOLDER, content=_logs()),
        Dashboard(name="loki", folder=FOLDER, content=_loki(namespace)),
    ]


def _logs() -> Body:
    matching = f'{SELECTED} |~ "(?i)$search"'
    panels = (
        _Panel(
            title="Lines per second by namespace",
            queries=((f"sum by (namespace) (rate({matching} [$__auto]))", "{{namespace}}"),),
            unit="cps",
        ),
        _Panel(
            title="Lines per second that speak of errors, by app",
            queries=((f'sum by (app) (rate({matching} |~ "(?i)error|fatal|panic" [$__auto]))', "{{app}}"),),
            unit="cps",
        ),
        _Panel(title="Logs", queries=((matching, ""),), kind="logs", wide=True),
    )
    variables = [
        _variable("namespace", "label_values(namespace)"),
        _variable("app", 'label_values({namespace=~"$namespace"}, app)'),
        {"name": "search", "label": "search", "type": "textbox", "query": ""},
    ]
    return _model("Logs", "logs-of-everything", "loki", panels, variables)


def _loki(namespace: str) -> Body:
    here = f'namespace="{namespace}"'
    compacted = "loki_boltdb_shipper_compact_tables_operation_last_successful_run_timestamp_seconds"
    requests = "loki_request_duration_seconds"
    panels = (
        _Panel(
            title="Received",
            queries=((f"sum(rate(loki_distributor_bytes_received_total{{{here}}}[5m]))", "bytes"),),
            unit="Bps",
        ),
        _Panel(
            title="Lines rejected, by reason",
            queries=((f"sum by (reason) (rate(loki_discarded_samples_total{{{here}}}[5m]))", "{{reason}}"),),
            unit="cps",
        ),
        _Panel(
            title="Requests by status",
            queries=((f"sum by (status_code) (rate({requests}_count{{{here}}}[5m]))", "{{status_code}}"),),
            unit="reqps",
        ),
        _Panel(
            title="Slowest hundredth of requests, by route",
            queries=(
                (
                    f"histogram_quantile(0.99, sum by (le, route) (rate({requests}_bucket{{{here}}}[5m])))",
                    "{{route}}",
                ),
            ),
            unit="s",
        ),
        _Panel(
            title="In memory",
            queries=(
                (f"sum(loki_ingester_memory_streams{{{here}}})", "streams"),
                (f"sum(loki_ingester_memory_chunks{{{here}}})", "chunks"),
            ),
        ),
        _Panel(
            title="Memory of the process",
            queries=((f"process_resident_memory_bytes{{{here}}}", "{{pod}}"),),
            unit="bytes",
        ),
        _Panel(
            title="Chunks that could not be stored",
            queries=((f"sum(increase(loki_ingester_chunks_flush_failures_total{{{here}}}[5m]))", "failures"),),
        ),
        _Panel(
            title="Since the last compaction, which also deletes what is too old",
            queries=((f"time() - (max({compacted}{{{here}}}) > 0)", "age"),),
            unit="s",
        ),
    )
    return _model("Loki", "loki-itself", "prometheus", panels, [])


def _variable(name: str, query: str) -> Body:
    return {
        "name": name,
        "label": name,
        "type": "query",
        "datasource": {"type": "loki", "uid": "$datasource"},
        "query": query,
        "refresh": 2,
        "sort": 1,
        "includeAll": True,
        "allValue": ".*",
        "multi": True,
        "current": {"text": ["All"], "value": ["$__all"]},
    }


def _model(title: str, uid: str, source: str, panels: Sequence[_Panel], variables: Sequence[Body]) -> Body:
    datasource = {"name": "datasource", "label": "data source", "type": "datasource", "query": source}
    made: list[Body] = []
    left, top = 0, 0
    for number, panel in enumerate(panels, start=1):
        width, height = (24, 18) if panel.wide else (12, 8)
        made.append(
            {
                "id": number,
                "title": panel.title,
                "type": panel.kind,
                "datasource": {"type": source, "uid": "$datasource"},
                "gridPos": {"x": left, "y": top, "w": width, "h": height},
                "fieldConfig": {"defaults": {"unit": panel.unit}, "overrides": []},
                "targets": [
                    {"refId": chr(ord("A") + place), "expr": expr, "legendFormat": legend}
                    for place, (expr, legend) in enumerate(panel.queries)
                ],
            }
        )
        left = (left + width) % 24
        top += height if left == 0 else 0
    return {
        "title": title,
        "uid": uid,
        "editable": True,
        "refresh": "1m",
        "schemaVersion": 39,
        "time": {"from": "now-3h", "to": "now"},
        "templating": {"list": [datasource, *variables]},
        "panels": made,
    }
