"""Metrics are collected from pods that are there, at a port of theirs, by somebody whom they let in."""

from __future__ import annotations

from ..constructs import MetricsCollector
from ..model import STANDING_NAMESPACES
from ..order import Built, Item
from ._passage import let_in
from ._pods import PodSet, pods_of
from ._read import Map, at, mapping, maps, selector_text, selects, texts
from ._rule import Found, rule

_GROUP = "monitoring.coreos.com"


@rule(
    "HL672",
    "every_monitor_reaches_pods",
    level="warning",
    apart=True,
    example="""
 apiVersion: apps/v1
 kind: Deployment
 metadata: {name: web, namespace: web}
 spec:
   selector: {matchLabels: {app: web}}
   template:
     metadata: {labels: {app: web}}
     spec:
       containers:
         - name: web
           image: registry.example.com/web:1.2.3
           ports: [{name: http, containerPort: 8080}]
 ---
 apiVersion: monitoring.coreos.com/v1
 kind: PodMonitor
 metadata: {name: web, namespace: web}
-spec: {selector: {matchLabels: {app: wbe}}, podMetricsEndpoints: [{portNumber: 8080}]}
+spec: {selector: {matchLabels: {app: web}}, podMetricsEndpoints: [{portNumber: 8080}]}
""",
    says="""
PodMonitor.monitoring.coreos.com web/web: spec.selector app=wbe takes no pods: nothing in web is
known to make such; correct the labels
""",
)
def every_monitor_reaches_pods(built: Built) -> Found:
    """Metrics are collected from pods that are there, at a port of theirs, by somebody whom they let in.

    The selector of each PodMonitor takes pods, and that of each ServiceMonitor Services; its port is one of theirs; and a
    NetworkPolicy lets the lab's collector in, unless they are not closed. Else its alerts never fire and its dashboards stay
    empty. Where pods declare no ports, or something unknown may make pods, nothing is said; the labels of the Services of charts,
    of the cluster itself and of Flux are not known.
    """
    for item in built.of(_GROUP, "PodMonitor"):
        found = _pods(built, item)
        for number, endpoint in enumerate(maps(at(item.body, "spec").get("podMetricsEndpoints")) if found else ()):
            port = endpoint.get("portNumber", endpoint.get("port"))
            if isinstance(port, (int, str)):
                for problem in _problems(built, found, port):
                    yield item.path, str(item.key), f"spec.podMetricsEndpoints[{number}] {problem}"
        if not found and not _is_told(built, item):
            yield item.path, str(item.key), _nothing(item, "pods")
    ours = built.of("", "Service")
    # What brings the Services of the cluster itself and of Flux is not in the tree.
    unknown = {service.namespace for _, known in built.releases for service in known.facts.services}
    unknown |= STANDING_NAMESPACES
    for item in built.of(_GROUP, "ServiceMonitor"):
        places, selector = _places(item), at(item.body, "spec", "selector")
        taken = any(one.key.namespace in places and selects(selector, _labels(one)) for one in ours)
        if not taken and places and not unknown & set(places) and not _is_told(built, item):
            yield item.path, str(item.key), _nothing(item, "Services")


def _problems(built: Built, found: list[PodSet], port: int | str) -> list[str]:
    told: list[str] = []
    if all(_is_known_not_to_listen(pods, port) for pods in found):
        there = sorted({str(name) for pods in found for name in (*pods.ports, *pods.port_names)})
        told.append(
            f"asks at the port {port} of {found[0].who}, which has {', '.join(there)}; write a port of the pods"
        )
    for collector in built.lab.surroundings.capabilities.all(MetricsCollector):
        place = collector.provider.namespace if collector.provider is not None else ""
        clients = pods_of(built).by_namespace.get(place, [])
        if place and not any(let_in(built, pods, port, namespace=place, clients=clients) for pods in found):
            told.append(
                f"asks {found[0].who} at {port}, and no NetworkPolicy lets in the pods of {place}; collect its metrics with"
                " `monitoring.scrape`, which declares the edge"
            )
    return told


def _is_known_not_to_listen(pods: PodSet, port: int | str) -> bool:
    return bool(pods.ports) and not pods.loose and port not in pods.ports and port not in pods.port_names


def _pods(built: Built, item: Item) -> list[PodSet]:
    selector = at(item.body, "spec", "selector")
    return [pods for place in _places(item) for pods in pods_of(built).find(place, selector)]


def _is_told(built: Built, item: Item) -> bool:
    """Whether something unknown may make what a monitor looks for, or it looks everywhere."""
    index = pods_of(built)
    return not _places(item) or any(index.is_open(place) for place in _places(item))


def _places(item: Item) -> list[str]:
    """The namespaces that a monitor looks at; none where it looks at all."""
    selector = at(item.body, "spec", "namespaceSelector")
    return [] if selector.get("any") is True else texts(selector.get("matchNames")) or [item.key.namespace]


def _labels(item: Item) -> Map:
    return mapping(at(item.body, "metadata").get("labels"))


def _nothing(item: Item, what: str) -> str:
    selector = at(item.body, "spec", "selector")
    return (
        f"spec.selector {selector_text(selector)} takes no {what}: nothing in {', '.join(_places(item))} is known to make such;"
        " correct the labels"
    )
