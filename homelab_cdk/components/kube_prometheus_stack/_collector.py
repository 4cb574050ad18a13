"""What Prometheus is told to scrape and to judge: objects in the folder of whom they are about."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence

from ..._errors import BuildError
from ...constructs import AlertRule, MetricsCollector, Pods, Scrape, UnitChart
from ...model import Body

__all__ = ["PrometheusCollector"]

TOKEN = "/var/run/secrets/kubernetes.io/serviceaccount/token"
"""The token of Prometheus' own ServiceAccount."""


class PrometheusCollector(MetricsCollector):
    """Prometheus, run by its operator.

    It may reach every pod and every node, so that an edge opens at the side of whom it scrapes alone, and only where this
    library closed the namespace. Every metric has the monitor's name as its `job`.
    """

    def __init__(self, *, name: str, provider: UnitChart, pods: Pods, tells: Sequence[str]) -> None:
        """Describe Prometheus by its pods, and by whom its Alertmanager tells."""
        super().__init__(name=name, provider=provider)
        self.tells = tuple(tells)
        self._pods = pods
        self._known: dict[tuple[str, str], tuple[UnitChart, Scrape]] = {}

    def scrape(self, owner: UnitChart, scrape: Scrape) -> None:
        """A PodMonitor; where the token is shown a Service with a ServiceMonitor, because only that reads files."""
        if not scrape.endpoint.pods.labels and (scrape.bearer_token or not _declares(owner, scrape)):
            raise BuildError(
                f"{owner.path}: the pods to scrape on port {scrape.endpoint.port} have no labels, and would be all pods of"
                f" {scrape.endpoint.pods.namespace}; name their labels"
            )
        place = scrape.endpoint.pods.namespace
        name = self._name(owner, scrape)
        if name is None:
            return
        if scrape.bearer_token:
            self._add_service(owner, scrape, f"{name}-scrape")
            self._add_monitor(owner, scrape, name, "ServiceMonitor", "endpoints", {"port": "metrics"}, _labels(name))
        else:
            labels = dict(scrape.endpoint.pods.labels)
            port = _pod_port(owner, scrape)
            self._add_monitor(owner, scrape, name, "PodMonitor", "podMetricsEndpoints", port, labels)
        if place in owner.surroundings.namespaces:
            owner.network.allow_ingress(scrape.endpoint, source=self._pods)

    def alert(self, owner: UnitChart, name: str, rules: Sequence[AlertRule]) -> None:
        """A PrometheusRule with one group."""
        group = {"name": name, "rules": [_rule(rule) for rule in rules]}
        owner.add_manifest(
            {
                "apiVersion": "monitoring.coreos.com/v1",
                "kind": "PrometheusRule",
                "metadata": {"name": name, "namespace": owner.namespace},
                "spec": {"groups": [group]},
            },
            observes=True,
        )

    def _name(self, owner: UnitChart, scrape: Scrape) -> str | None:
        """A name that nothing else of the namespace has; none where just this is scraped already."""
        for name in _names(owner, scrape):
            known = self._known.setdefault((owner.namespace, name), (owner, scrape))
            if known[1] is scrape:
                return name
            if known[1] == scrape:
                return None
        raise AssertionError("two different scrapes have one hash")

    def _add_monitor(
        self, owner: UnitChart, scrape: Scrape, name: str, kind: str, key: str, port: Body, labels: Body
    ) -> None:
        place = scrape.endpoint.pods.namespace
        endpoint: Body = {k: v for k, v in port.items() if k != "relabelings"}
        endpoint |= {"path": scrape.path, "scheme": scrape.scheme}
        if scrape.params:
            endpoint["params"] = {parameter: list(values) for parameter, values in scrape.params.items()}
        if scrape.scheme == "https":
            endpoint["tlsConfig"] = {"insecureSkipVerify": True}
        if scrape.bearer_token:
            endpoint["bearerTokenFile"] = TOKEN
        if scrape.token is not None:
            endpoint["authorization"] = {"credentials": {"name": scrape.token.secret, "key": scrape.token.key}}
        # Else the job of a PodMonitor would be `namespace/name`, which upstreams' dashboards do not look for.
        endpoint["relabelings"] = [*port.get("relabelings", ()), {"targetLabel": "job", "replacement": name}]
        elsewhere = {"namespaceSelector": {"matchNames": [place]}} if place != owner.namespace else {}
        owner.add_manifest(
            {
                "apiVersion": "monitoring.coreos.com/v1",
                "kind": kind,
                "metadata": {"name": name, "namespace": owner.namespace},
                "spec": {**elsewhere, "selector": {"matchLabels": labels} if labels else {}, key: [endpoint]},
            },
            observes=True,
        )

    @staticmethod
    def _add_service(owner: UnitChart, scrape: Scrape, name: str) -> None:
        endpoint = scrape.endpoint
        owner.add_manifest(
            {
                "apiVersion": "v1",
                "kind": "Service",
                "metadata": {
                    "name": name,
                    "namespace": endpoint.pods.namespace,
                    "labels": _labels(name.removesuffix("-scrape")),
                },
                "spec": {
                    "clusterIP": "None",
                    "selector": dict(endpoint.pods.labels),
                    "ports": [{"name": "metrics", "port": endpoint.port, "targetPort": endpoint.port}],
                },
            },
            observes=True,
        )


def _labels(name: str) -> Body:
    return {"homelab-cdk/scrape": name}


def _names(owner: UnitChart, scrape: Scrape) -> Iterator[str]:
    """Names from the plainest to one that nothing else can have."""
    endpoint = scrape.endpoint
    labels = endpoint.pods.labels
    known = (labels.get(label) for label in ("app.kubernetes.io/name", "app", "k8s-app", "cnpg.io/cluster"))
    name = endpoint.name or next((value for value in known if value), owner.construct_id)
    name = name.lower().replace("_", "-").replace("/", "-")
    yield name
    yield f"{name}-{endpoint.port}"
    told = json.dumps([endpoint.pods.namespace, dict(labels), scrape.path, dict(scrape.params)], default=list)
    yield f"{name}-{endpoint.port}-{hashlib.sha256(told.encode()).hexdigest()[:8]}"


def _pod_port(owner: UnitChart, scrape: Scrape) -> Body:
    """The port as a PodMonitor finds it: by its number, or by the pod's address where no container declares it.

    Prometheus knows only the ports that containers declare (source: the CRD, `portNumber`). Without one it finds each
    declared port of the pod; all of them are turned into the one address, and what is equal is scraped once.
    """
    port = scrape.endpoint.port
    if _declares(owner, scrape):
        return {"portNumber": port}
    address = f"[$1]:{port}" if owner.surroundings.config.networks.pod.version == 6 else f"$1:{port}"
    return {
        "relabelings": [
            {"sourceLabels": ["__meta_kubernetes_pod_ip"], "targetLabel": "__address__", "replacement": address},
            {"regex": "container", "action": "labeldrop"},
        ]
    }


def _declares(owner: UnitChart, scrape: Scrape) -> bool:
    """Whether the pods declare the port; what is not known to the library is taken to do so."""
    pods = scrape.endpoint.pods
    wanted = set(pods.labels.items())
    workloads = [*owner.children, *(item for release in owner.helm_releases for item in release.known.facts.workloads)]
    found = [item for item in workloads if item.namespace == pods.namespace and wanted <= set(item.labels)]
    return not found or any(item.port(scrape.endpoint.port) is not None for item in found)


def _rule(rule: AlertRule) -> Body:
    annotations = {"summary": rule.summary} | ({"description": rule.description} if rule.description else {})
    return {
        "alert": rule.name,
        "expr": rule.expr,
        **({"for": f"{rule.minutes}m"} if rule.minutes else {}),
        "labels": {"severity": rule.severity},
        "annotations": annotations,
    }
