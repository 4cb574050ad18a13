"""Who reaches whom within monitoring, and what it reaches beyond."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from ...constructs import Endpoint, HelmRelease, Outside, Pods, UnitChart
from ._alertmanager import Channel
from ._operated import GOSSIP, RELOADER, WEB

__all__ = ["connect_gossip", "connect_receivers", "connect_stack", "served"]

_GOSSIPED: tuple[Literal["TCP", "UDP"], ...] = ("TCP", "UDP")


def served(
    release: HelmRelease, name: Literal["prometheus", "alertmanager", "grafana", "kube-state-metrics", "operator"]
) -> Endpoint:
    """The pods and the port of one part; those of the operator's own making are in no facts.

    The numbers are those of the chart's values, with the TLS of its operator off.
    """
    instance = release.release.name
    labels = {"app.kubernetes.io/name": name, "app.kubernetes.io/instance": instance}
    match name:
        case "prometheus" | "alertmanager":
            return Endpoint(pods=Pods(namespace=release.release.namespace, labels=labels), port=WEB[name], name=name)
        case "grafana":
            return Endpoint.of_service(release, name, "http-web", fallback=labels, number=3000)
        case "kube-state-metrics":
            return Endpoint.of_service(release, name, "http", fallback=labels, number=8080)
        case "operator":
            labels = {"app": f"{instance}-operator", "release": instance}
            return Endpoint.of_service(release, f"{instance}-operator", "http", fallback=labels, number=8080)


def connect_stack(owner: UnitChart, release: HelmRelease) -> None:
    """Prometheus reaches everything, as a gateway does, so that whom it scrapes opens its own side alone."""
    metrics, alerts, shown = served(release, "prometheus"), served(release, "alertmanager"), served(release, "grafana")
    state, operator = served(release, "kube-state-metrics"), served(release, "operator")
    prometheus, grafana = metrics.pods, shown.pods
    for client in (prometheus, grafana, state.pods, operator.pods):
        owner.network.allow_egress(client, to=Outside(what="apiserver"))
    owner.network.allow_egress(prometheus, to=Outside(what="cluster"))
    owner.network.allow_egress(prometheus, to=Outside(what="nodes"))
    for part in (metrics, alerts, shown, state, operator):
        owner.network.allow_ingress(part, source=prometheus)
    for pods in (prometheus, alerts.pods):
        owner.network.allow_ingress(Endpoint(pods=pods, port=RELOADER), source=prometheus)
    owner.network.connect(grafana, metrics)
    owner.network.connect(grafana, alerts)
    # The sidecar downloads dashboards of upstreams.
    owner.network.allow_egress(grafana, to=Outside(what="internet"), port=443)


def connect_gossip(owner: UnitChart, alertmanagers: Pods) -> None:
    """Several Alertmanagers agree on who tells."""
    for protocol in _GOSSIPED:
        endpoint = Endpoint(pods=alertmanagers, port=GOSSIP, protocol=protocol, name="alertmanager")
        owner.network.connect(alertmanagers, endpoint)


def connect_receivers(owner: UnitChart, alertmanagers: Pods, told: Sequence[Channel]) -> None:
    """Alertmanager reaches the servers of those whom it tells."""
    for peer, port in dict.fromkeys(peer for channel in told for peer in channel.peers):
        owner.network.allow_egress(alertmanagers, to=peer, port=port)
