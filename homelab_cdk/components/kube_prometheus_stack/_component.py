"""The component itself: what it installs, and what the rest of the lab gets from it."""

from __future__ import annotations

from typing import Annotated, Literal, Unpack

import constructs

from ...constructs import (
    CommonOptions,
    Component,
    ComponentInfo,
    CredentialStore,
    Dashboards,
    Endpoint,
    Gateway,
    Generated,
    MetricsCollector,
    StorageClass,
    resources,
    spread,
)
from ...model import Body, ChartPin, Duration, HostName, Minimum, Pattern, Quantity
from ..prometheus_operator_crds import MonitoringApi
from ._alertmanager import NOBODY, Channel, channels, routes
from ._alerts import Alerts
from ._collector import PrometheusCollector
from ._dashboards import GrafanaDashboards
from ._edges import connect_gossip, connect_receivers, connect_stack, served
from ._operated import RELOADER_SIZE, WEB, operated
from ._values import NODE_EXPORTER, control_plane, exporters, grafana_sidecars, operator, retention_size, volume

__all__ = ["KubePrometheusStack"]

ALERTMANAGER_SIZE = ("10m", "64Mi", "128Mi")

Age = Annotated[str, Pattern(r"^[1-9][0-9]*(h|d|w|y)$", "an age such as 15d, 4w or 1y")]


class KubePrometheusStack(Component):
    """Prometheus collects and judges, Alertmanager tells people, Grafana shows; node-exporter watches the machines.

    Everything in the lab is selected, whatever labels its monitors and rules have. The admission webhooks of the operator
    are off: it refuses a broken rule when it reads it, and the alert `PrometheusOperatorRejectedResources` says so.
    """

    info = ComponentInfo(
        name="kube-prometheus-stack",
        title="Prometheus, Alertmanager and Grafana",
        about="collects metrics, tells people what is wrong, and shows dashboards",
        slot="metrics",
        layer="observability",
        phase=2,
        docs="https://github.com/prometheus-community/helm-charts/tree/main/charts/kube-prometheus-stack",
        namespace="monitoring",
        chart=ChartPin(
            name="kube-prometheus-stack",
            version="88.5.3",
            repository="oci://ghcr.io/prometheus-community/charts/kube-prometheus-stack",
        ),
        provides=(MetricsCollector, Dashboards),
        requires=(MonitoringApi, CredentialStore),
        uses=(StorageClass, Gateway),
        brings=("prometheus-operator-crds",),
        licence="Apache-2.0 AND AGPL-3.0-only",
        host_access="node-exporter reads from each machine what it does: its processes, disks and network",
        wide_rights=(
            "the operator keeps the configuration of what it runs in Secrets, kube-state-metrics counts the "
            "objects of all namespaces, Grafana's sidecars look for dashboards in all of them"
        ),
        holds_data=True,
        copy_volumes=False,
        proposed=True,
    )

    def __init__(
        self,
        scope: constructs.Construct,
        id: str = "kube-prometheus-stack",
        *,
        host: HostName = "grafana",
        prometheus_host: HostName | None = None,
        alertmanager_host: HostName | None = None,
        admin_username: str = "admin",
        alerts: Alerts | None = None,
        scrape_interval: Duration = "30s",
        retention: Age = "15d",
        replicas: Annotated[int, Minimum(1)] = 1,
        cpu: Quantity = "200m",
        memory: Quantity = "1Gi",
        memory_limit: Quantity = "3Gi",
        storage_size: Quantity = "20Gi",
        alertmanager_replicas: Annotated[int, Minimum(1)] | None = None,
        alertmanager_storage_size: Quantity = "1Gi",
        grafana_storage_size: Quantity = "5Gi",
        storage_class: str | None = None,
        monitoring_api: MonitoringApi | None = None,
        credentials: CredentialStore | None = None,
        gateway: Gateway | None = None,
        **common: Unpack[CommonOptions],
    ) -> None:
        """Install Prometheus, Alertmanager, Grafana and the exporters of machines and cluster.

        Args:
            scope: the lab, or any cdk8s app or chart.
            id: construct id and name of the unit.
            host: first label of Grafana's host name below the lab's domain, or a full host name; by default `grafana`.
            prometheus_host: host name of Prometheus' own pages, which ask nobody for a password; by default they are
                reached through Grafana alone.
            alertmanager_host: host name of Alertmanager's own pages, where anybody can silence alerts; by default they are
                reached through Grafana alone.
            admin_username: name of Grafana's administrator, whose password is generated once; by default `admin`.
            alerts: who is told of alerts; by default nobody, they are only shown.
            scrape_interval: how often metrics are collected; by default `30s`.
            retention: how long metrics are kept; by default `15d`, or until they fill four fifths of the volume.
            replicas: Prometheuses, each of which collects everything by itself; by default one.
            cpu: requested CPU of each Prometheus; by default `200m`.
            memory: requested memory of each Prometheus; by default `1Gi`.
            memory_limit: the memory at which a Prometheus is stopped; by default `3Gi`.
            storage_size: size of each Prometheus' volume; by default `20Gi`.
            alertmanager_replicas: Alertmanagers, which agree on who tells; by default one on a single machine, else two.
            alertmanager_storage_size: size of each Alertmanager's volume, with silences; by default `1Gi`.
            grafana_storage_size: size of Grafana's volume, with accounts and what people made themselves; by default `5Gi`.
            storage_class: the StorageClass of all these volumes; by default the lab's default class.
            monitoring_api: who brings the CRDs; by default the lab's.
            credentials: where the passwords come from; by default the lab's.
            gateway: what routes the host names; by default the lab's, if any.
            **common: what every component takes.

        Raises:
            CapabilityError: nothing provides the CRDs or credentials.
            BuildError: a receiver of alerts says no way to tell it, or a name stands for no receiver.
        """
        super().__init__(scope, id, **common)
        self.credentials = credentials or self.require(CredentialStore)
        api = monitoring_api or self.require(MonitoringApi)
        if api.provider is not None:
            self.needs.append(api.provider)
        self._gateway = gateway or self.optional(Gateway)
        known = self.optional(StorageClass)
        self._class = storage_class or (known.name if known else "")
        self._host = self._full(host)
        count = spread(self.nodes) if alertmanager_replicas is None else alertmanager_replicas
        told = channels(alerts or Alerts(), self.path)
        self.add_namespace(pod_security=self.info.pod_security)
        self.add_namespace(name=NODE_EXPORTER, pod_security="privileged")
        values: Body = {
            "crds": {"enabled": False},
            "cleanPrometheusOperatorObjectNames": True,
            **control_plane(self.surroundings.config),
            "prometheusOperator": {**operator(), "prometheusConfigReloader": {"resources": _resources(RELOADER_SIZE)}},
            "prometheus": {
                "prometheusSpec": {
                    "replicas": replicas,
                    "scrapeInterval": scrape_interval,
                    "retention": retention,
                    "retentionSize": retention_size(storage_size),
                    "serviceDiscoveryRole": "EndpointSlice",
                    "resources": resources(cpu=cpu, memory=memory, limit=memory_limit),
                    "storageSpec": volume(storage_size, self._class),
                    **{f"{kind}SelectorNilUsesHelmValues": False for kind in _SELECTED},
                    **self._external_url(prometheus_host),
                }
            },
            "alertmanager": {
                "config": {
                    "route": routes(alerts or Alerts()),
                    "receivers": [{"name": NOBODY}, *(channel.config for channel in told)],
                },
                "alertmanagerSpec": {
                    "replicas": count,
                    "resources": _resources(ALERTMANAGER_SIZE),
                    "storage": volume(alertmanager_storage_size, self._class),
                    **({"secrets": [channel.secret for channel in told if channel.keys]} if told else {}),
                    **self._external_url(alertmanager_host),
                },
            },
            "grafana": self._grafana(self._admin(admin_username), grafana_storage_size),
            **exporters(),
        }
        for channel in told:
            self._provide(channel)
        release = self.add_chart(values, timeout=15)
        name = release.release.name
        for kind, amount, size, storage in (
            ("prometheus", replicas, (cpu, memory, memory_limit), storage_size),
            ("alertmanager", count, ALERTMANAGER_SIZE, alertmanager_storage_size),
        ):
            self.children.append(
                operated(
                    kind,
                    namespace=self.namespace,
                    resource=name,
                    replicas=amount,
                    size=size,
                    storage=storage,
                    storage_class=self._class,
                )
            )
        self.prometheus = served(release, "prometheus")
        self.alertmanager = served(release, "alertmanager")
        self.grafana = served(release, "grafana")
        connect_stack(self, release)
        connect_receivers(self, self.alertmanager.pods, told)
        if count > 1:
            connect_gossip(self, self.alertmanager.pods)
        self._route(self._host, "grafana", 80, self.grafana)
        if prometheus_host:
            self._route(self._full(prometheus_host), f"{name}-prometheus", WEB["prometheus"], self.prometheus)
        if alertmanager_host:
            self._route(self._full(alertmanager_host), f"{name}-alertmanager", WEB["alertmanager"], self.alertmanager)
        names = [channel.name for channel in told]
        self.provide(PrometheusCollector(name=id, provider=self, pods=self.prometheus.pods, tells=names))
        self.provide(GrafanaDashboards(name=id, provider=self, pods=self.grafana.pods))

    def _full(self, host: str) -> str:
        return host if "." in host else f"{host}.{self.surroundings.config.domain}"

    def _external_url(self, host: str | None) -> Body:
        """Where links in alerts lead; without a host name the chart writes the address inside of the cluster."""
        return {"externalUrl": f"{self._scheme}://{self._full(host)}/"} if host and self._gateway else {}

    @property
    def _scheme(self) -> Literal["http", "https"]:
        return self._gateway.scheme if self._gateway else "https"

    def _admin(self, username: str) -> str:
        credential = self.credentials.declare(
            self,
            "grafana-admin",
            fixed={"username": username},
            generated={"password": Generated(length=24)},
            about="the administrator of Grafana",
        )
        keys = {"admin-user": "{{ .username }}", "admin-password": "{{ .password }}"}
        return self.credentials.hand_over(self, credential, secret="grafana-admin", keys=keys)

    def _provide(self, channel: Channel) -> None:
        """Have a person provide what a receiver needs; Alertmanager reads it from files."""
        if not channel.keys:
            return
        about = f"lets Alertmanager tell {channel.name}"
        credential = self.credentials.declare(self, channel.secret, provided=channel.keys, about=about)
        self.credentials.hand_over(self, credential, secret=channel.secret, keys=channel.files)

    def _grafana(self, secret: str, size: str) -> Body:
        persistence: Body = {"enabled": True, "size": size}
        if self._class:
            persistence["storageClassName"] = self._class
        server = {"root_url": f"{self._scheme}://{self._host}/"} if self._gateway else {}
        quiet = {"check_for_updates": False, "check_for_plugin_updates": False, "reporting_enabled": False}
        return {
            "fullnameOverride": "grafana",
            "admin": {"existingSecret": secret},
            "deploymentStrategy": {"type": "Recreate"},
            "persistence": persistence,
            "initChownData": {"enabled": False},
            "resources": resources(cpu="50m", memory="256Mi", limit="512Mi"),
            "sidecar": grafana_sidecars(),
            "testFramework": {"enabled": False},
            "grafana.ini": {"analytics": quiet, **({"server": server} if server else {})},
        }

    def _route(self, host: str, service: str, port: int, to: Endpoint) -> None:
        if self._gateway is not None:
            self._gateway.route(self, host=host, service=service, port=port, to=to, name=to.name)


_SELECTED = ("rule", "serviceMonitor", "podMonitor", "probe", "scrapeConfig")
"""What Prometheus takes from the whole lab instead of from its own release alone."""


def _resources(size: tuple[str, str, str]) -> Body:
    cpu, memory, limit = size
    return resources(cpu=cpu, memory=memory, limit=limit)
