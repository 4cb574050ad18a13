"""Dashboards of our own, for systems whose makers have none that fits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

__all__ = ["Panel", "dashboard_model"]

_WIDTH = 24
"""Columns of Grafana's grid."""

_HEIGHT = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One picture of a dashboard.

    Attributes:
        title: what people see above it.
        queries: PromQL by the legend of its series, which may quote labels: `{{volume}}`.
        unit: Grafana's word for the unit, such as `bytes`, `Bps`, `percent`, `s`; by default plain numbers.
        kind: `timeseries` shows how it went, `stat` how it is, `bargauge` compares.
        width: columns of 24; by default half of the page.
    """

    title: str
    queries: Mapping[str, str]
    unit: str = "short"
    kind: Literal["timeseries", "stat", "bargauge"] = "timeseries"
    width: int = 12

    def __post_init__(self) -> None:
        """Refuse a width that the grid does not have."""
        if not 1 <= self.width <= _WIDTH:
            raise ValueError(f"{self.title}: a panel is 1 to {_WIDTH} columns wide, not {self.width}")


def dashboard_model(uid: str, title: str, panels: Sequence[Panel]) -> dict[str, Any]:
    """A dashboard as Grafana stores it, with a variable for the data source; panels flow from left to right.

    Source of the fields: Grafana's documentation of the dashboard JSON model.
    """
    placed: list[dict[str, Any]] = []
    column = row = 0
    for number, panel in enumerate(panels, 1):
        if column + panel.width > _WIDTH:
            column, row = 0, row + _HEIGHT
        grid = {"x": column, "y": row, "w": panel.width, "h": _HEIGHT}
        placed.append(_panel(number, panel, grid))
        column += panel.width
    source = {"name": "datasource", "label": "Data source", "type": "datasource", "query": "prometheus"}
    return {
        "uid": uid,
        "title": title,
        "tags": ["homelab"],
        "schemaVersion": 41,
        "refresh": "1m",
        "time": {"from": "now-6h", "to": "now"},
        "templating": {"list": [source]},
        "panels": placed,
    }


def _panel(number: int, panel: Panel, grid: Mapping[str, int]) -> dict[str, Any]:
    source = {"type": "prometheus", "uid": "${datasource}"}
    return {
        "id": number,
        "type": panel.kind,
        "title": panel.title,
        "datasource": source,
        "gridPos": dict(grid),
        "fieldConfig": {"defaults": {"unit": panel.unit}, "overrides": []},
        "targets": [
            {"refId": chr(ord("A") + index), "datasource": source, "expr": expr, "legendFormat": legend}
            for index, (legend, expr) in enumerate(panel.queries.items())
        ],
    }
