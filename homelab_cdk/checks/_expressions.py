"""Expressions of PromQL in the objects of a tree: those of rules, and those of Grafana's dashboards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..order import Built, Item
from ._read import at, mapping, maps
from ._rule import once

__all__ = ["Expression", "expressions"]

_METRICSQL = "operator.victoriametrics.com"
_LABEL = "grafana_dashboard"
"""The label of ConfigMaps that Grafana's sidecar takes for dashboards (source: the chart's `sidecar.dashboards.label`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """One expression.

    Attributes:
        item: the object that it stands in.
        field: where it stands, with the name of its alert, record or panel.
        text: the expression.
        is_template: whether Grafana puts its variables in first.
        doubt: why it may be of another language; empty where it is surely PromQL.
    """

    item: Item
    field: str
    text: str
    is_template: bool = False
    doubt: str = ""


@once
def expressions(built: Built) -> list[Expression]:
    """Every expression that somebody reads as PromQL."""
    doubt = "and the lab has objects of VictoriaMetrics, whose language has more" if _has_metricsql(built) else ""
    found = [one for item in built.of("monitoring.coreos.com", "PrometheusRule") for one in _rules(item, doubt)]
    for item in built.of("", "ConfigMap"):
        if _LABEL in at(item.body, "metadata", "labels"):
            for key, value in at(item.body, "data").items():
                if str(key).endswith(".json"):
                    found += _dashboard(item, f"data[{str(key)!r}]", value, doubt)
    for item in built.of("grafana.integreatly.org", "GrafanaDashboard"):
        found += _dashboard(item, "spec.json", at(item.body, "spec").get("json"), doubt)
    return found


def _has_metricsql(built: Built) -> bool:
    return any(kind.group == _METRICSQL for kind in built.by_kind)


def _rules(item: Item, doubt: str) -> Iterator[Expression]:
    for number, group in enumerate(maps(at(item.body, "spec").get("groups"))):
        for index, entry in enumerate(maps(group.get("rules"))):
            text = entry.get("expr")
            if isinstance(text, (str, int)) and not isinstance(text, bool):
                name = entry.get("alert") or entry.get("record")
                field = f"spec.groups[{number}].rules[{index}].expr ({name})"
                yield Expression(item=item, field=field, text=str(text), doubt=doubt)


def _dashboard(item: Item, field: str, text: object, doubt: str) -> Iterator[Expression]:
    try:
        content = json.loads(text) if isinstance(text, str) else None
    except ValueError:
        return
    for title, target, kind in _targets(mapping(content)):
        if kind in ("", "prometheus") and isinstance(target.get("expr"), str) and target["expr"].strip():
            why = doubt or ("" if kind else "and what kind its data source is of does not stand there")
            yield Expression(
                item=item, field=f"{field}, panel {title!r}", text=target["expr"], is_template=True, doubt=why
            )


def _targets(holder: Any) -> Iterator[tuple[str, Any, str]]:
    """The queries of all panels, those in rows included: the panel's title, the query and the kind of its data source."""
    for panel in (*maps(holder.get("panels")), *maps(holder.get("rows"))):
        for target in maps(panel.get("targets")):
            kinds = [at(one, "datasource").get("type") for one in (target, panel)]
            yield str(panel.get("title") or ""), target, str(next((kind for kind in kinds if kind), ""))
        yield from _targets(panel)
