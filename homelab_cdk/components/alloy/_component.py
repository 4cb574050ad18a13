"""Alloy as a component of the lab."""

from __future__ import annotations

from typing import Annotated, Unpack

import constructs

from ...constructs import (
    AlertRule,
    CommonOptions,
    Component,
    ComponentInfo,
    Dashboard,
    Endpoint,
    LogStore,
    Outside,
    resources,
)
from ...model import Body, ChartPin, Minimum, Quantity
from ._config import Mode, alloy_config

__all__ = ["Alloy"]

HTTP_PORT = 12345
"""Where it shows its metrics, and where several find each other (source: the chart's `alloy.listenPort`)."""

USER = 473
"""The user `alloy` of the image (source: upstream's Dockerfile)."""

ONE_IS_ENOUGH = 5
"""The number of nodes up to which one pod reads the logs of all."""

DASHBOARDS = "https://raw.githubusercontent.com/grafana/alloy/v1.18.1/operations/alloy-mixin/rendered/dashboards"


class Alloy(Component):
    """Reads logs through the API server, or from the nodes' files, and pushes them with few labels."""

    info = ComponentInfo(
        name="alloy",
        title="Alloy",
        about="brings the logs of all pods to the log store",
        slot="logCollector",
        layer="observability",
        phase=2,
        docs="https://grafana.com/docs/alloy/latest/",
        chart=ChartPin(name="alloy", version="1.11.1", repository="https://grafana.github.io/helm-charts"),
        requires=(LogStore,),
        licence="Apache-2.0",
    )

    def __init__(
        self,
        scope: constructs.Construct,
        id: str = "alloy",
        *,
        mode: Mode = "api",
        events: bool = True,
        replicas: Annotated[int, Minimum(1)] | None = None,
        cpu: Quantity = "50m",
        memory: Quantity = "128Mi",
        memory_limit: Quantity = "512Mi",
        logs: LogStore | str | None = None,
        **common: Unpack[CommonOptions],
    ) -> None:
        """Install Alloy.

        Args:
            scope: the lab, or any cdk8s app or chart.
            id: construct id and name of the unit.
            mode: `api` reads through the API server with no rights on the nodes, `files` reads the nodes' files with one
                privileged pod on each, which costs the API server nothing; by default `api`.
            events: whether what Kubernetes tells of its objects is kept with the logs; by default it is.
            replicas: pods that divide the work among themselves where `mode` is `api`; by default one for up to five
                nodes, else two.
            cpu: requested CPU of each pod; by default `50m`.
            memory: requested memory of each pod; by default `128Mi`.
            memory_limit: the memory at which a pod is stopped; by default `512Mi`.
            logs: where the logs go, by the name of the log store; by default the only one of the lab.
            **common: what every component takes.

        Raises:
            CapabilityError: nothing keeps logs, or several do and none was chosen.
        """
        super().__init__(scope, id, **common)
        store = logs if isinstance(logs, LogStore) else self.require(LogStore, name=logs)
        files = mode == "files"
        count = replicas or (1 if self.nodes <= ONE_IS_ENOUGH else 2)
        clustered = self.nodes > 1 if files else count > 1
        self.add_namespace(pod_security="privileged" if files else self.info.pod_security)
        text = alloy_config(mode=mode, events=events, clustered=clustered, push_url=store.push_url)
        values: Body = {
            "crds": {"create": False},
            "alloy": {
                "configMap": {"content": text},
                "clustering": {"enabled": clustered},
                "enableReporting": False,
                "resources": resources(cpu=cpu, memory=memory, limit=memory_limit),
                **(_on_each_node() if files else _on_any_node()),
            },
            "configReloader": {"resources": resources(cpu="10m", memory="50Mi", limit="100Mi")},
            "controller": {"type": "daemonset"} if files else {"type": "deployment", "replicas": count},
            "rbac": _rights(events=events),
        }
        values["controller"]["volumes"] = {"extra": [_storage(files=files)]}
        if files:
            # Logs of the control plane's nodes are wanted as well.
            values["controller"]["tolerations"] = [{"operator": "Exists", "effect": "NoSchedule"}]
        else:
            values["global"] = {"podSecurityContext": {"fsGroup": USER}}
        release = self.add_chart(values)
        name = release.release.name
        labels = {"app.kubernetes.io/name": "alloy", "app.kubernetes.io/instance": self.info.name}
        http = Endpoint.of_service(release, name, "http-metrics", fallback=labels, number=HTTP_PORT)
        self.network.allow_egress(http.pods, to=Outside(what="apiserver"))
        if clustered:
            self.network.connect(http.pods, http)
        store.admit(http.pods, self)
        self.monitoring.scrape(http)
        self.monitoring.alert(name, _alerts(self.namespace))
        for dashboard in ("alloy-controller", "alloy-loki"):
            url = f"{DASHBOARDS}/{dashboard}.json"
            self.monitoring.dashboard(Dashboard(name=dashboard, folder="Logs", url=url))


def _on_any_node() -> Body:
    return {
        "storagePath": "/var/lib/alloy",
        "mounts": {"extra": [{"name": "storage", "mountPath": "/var/lib/alloy"}]},
        "securityContext": {"runAsUser": USER, "runAsGroup": USER, "runAsNonRoot": True, **_confined()},
    }


def _on_each_node() -> Body:
    """The files belong to root, whom no capability has to help to read them."""
    return {
        "storagePath": "/var/lib/alloy",
        "mounts": {"varlog": True, "extra": [{"name": "storage", "mountPath": "/var/lib/alloy"}]},
        "securityContext": {"runAsUser": 0, "runAsGroup": 0, **_confined()},
    }


def _confined() -> Body:
    return {
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
        "seccompProfile": {"type": "RuntimeDefault"},
    }


def _storage(*, files: bool) -> Body:
    """Where it remembers how far it has read: on the node with the files, else only as long as the pod lives."""
    if files:
        return {"name": "storage", "hostPath": {"path": "/var/lib/alloy", "type": "DirectoryOrCreate"}}
    return {"name": "storage", "emptyDir": {"sizeLimit": "128Mi"}}


def _rights(*, events: bool) -> Body:
    """What it reads of the cluster; the chart's own rules let it read every Secret as well."""
    reading = {"apiGroups": [""], "verbs": ["get", "list", "watch"]}
    return {
        "rules": [{**reading, "resources": ["pods", "pods/log"]}],
        "clusterRules": [{**reading, "resources": ["namespaces", "events"] if events else ["namespaces"]}],
    }


def _alerts(namespace: str) -> list[AlertRule]:
    """Metrics: upstream's `internal/component/loki/write` and `internal/static/config/instrumentation`."""
    here = f'namespace="{namespace}"'
    return [
        AlertRule(
            name="AlloyConfigurationNotLoaded",
            expr=f"alloy_config_last_load_successful{{{here}}} == 0",
            minutes=5,
            summary="Alloy cannot load its configuration.",
            description="It goes on with the one before; its log says what is wrong with the new one.",
        ),
        AlertRule(
            name="AlloyUnhealthy",
            expr=f'sum by (pod) (alloy_component_controller_running_components{{{here}, health_type!="healthy"}}) > 0',
            minutes=15,
            summary="Parts of Alloy in {{ $labels.pod }} are not healthy.",
            description="Its page at port 12345 shows which ones, and why.",
        ),
        AlertRule(
            name="AlloyLosesLogs",
            expr=f"sum by (reason) (rate(loki_write_dropped_entries_total{{{here}}}[5m])) > 0",
            minutes=15,
            summary="Alloy loses {{ $value | humanize }} lines a second: {{ $labels.reason }}.",
            description="The log store refuses them or cannot be reached; its own log and alerts say why.",
        ),
        AlertRule(
            name="AlloyBringsNoLogs",
            expr=f"sum(rate(loki_write_sent_entries_total{{{here}}}[15m])) == 0",
            minutes=15,
            summary="No logs have come for half an hour.",
            description="Something always logs; see Alloy's log, and whether it reaches the API server and the log store.",
        ),
    ]
