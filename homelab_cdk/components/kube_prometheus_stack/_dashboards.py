"""What Grafana shows: ConfigMaps in the folder of whom they are about, collected by Grafana's sidecars."""

from __future__ import annotations

import json
import re

from ...constructs import Dashboard, Dashboards, DataSource, Pods, UnitChart, write_values
from ...model import Body

__all__ = ["FOLDER_ANNOTATION", "GrafanaDashboards"]

FOLDER_ANNOTATION = "grafana_folder"
"""The annotation that names a dashboard's folder; the chart's `sidecar.dashboards.folderAnnotation` is set to it."""


class GrafanaDashboards(Dashboards):
    """Grafana with the sidecars of its chart (kiwigrid/k8s-sidecar), which watch all namespaces.

    A key that ends with `.url` is a URL that the sidecar downloads into a file of the name before it. What it cannot
    download it tries again each time that it lists, every ten minutes; Grafana shows what it had before until then.
    """

    def __init__(self, *, name: str, provider: UnitChart, pods: Pods) -> None:
        """Describe Grafana by its pods."""
        super().__init__(name=name, provider=provider)
        self._pods = pods

    def dashboard(self, owner: UnitChart, dashboard: Dashboard) -> None:
        """A ConfigMap with the dashboard, or with its URL."""
        if dashboard.content is None:
            data = {f"{dashboard.name}.json.url": dashboard.url}
        else:
            text = json.dumps(dict(dashboard.content), indent=2, ensure_ascii=False)
            data = {f"{dashboard.name}.json": f"{text}\n"}
        annotations = {FOLDER_ANNOTATION: dashboard.folder}
        self._add(owner, f"dashboard-{dashboard.name}", "grafana_dashboard", data, annotations)

    def data_source(self, owner: UnitChart, source: DataSource) -> None:
        """A ConfigMap in Grafana's format of provisioning, and the edge from its server."""
        entry: Body = {
            "name": source.name,
            "uid": source.uid,
            "type": source.type,
            "url": source.url,
            "access": "proxy",
            "editable": False,
        }
        if source.settings:
            entry["jsonData"] = dict(source.settings)
        text = write_values({"apiVersion": 1, "datasources": [entry]})
        self._add(owner, f"data-source-{source.uid}", "grafana_datasource", {f"{source.uid}.yaml": text}, {})
        assert self.provider is not None
        self.provider.network.connect(self._pods, source.endpoint)

    @staticmethod
    def _add(owner: UnitChart, name: str, label: str, data: Body, annotations: Body) -> None:
        metadata: Body = {
            "name": re.sub(r"[^a-z0-9.-]+", "-", name.lower()),
            "namespace": owner.namespace,
            "labels": {label: "1"},
        }
        if annotations:
            metadata["annotations"] = annotations
        owner.add_manifest({"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": data})
