"""Metrics are collected from pods that are there, at a port of theirs, by somebody whom they let in."""

from __future__ import annotations

from collections.abc import Iterable

from ..constructs import MetricsCollector
from ..model import STANDING_NAMESPACES
from ..order import Built, Item
from ._passage import let_in
from ._pods import PodSet, pods_of
from ._policies import namespaces
from ._read import Map, at, mapping, maps, selector_text, selects, texts
from ._rule import Found, Hit, Unknown, rule

_GROUP = "monitoring.coreos.com"

_API = {"component": "apiserver", "provider": "kubernetes"}
"""Labels of the Service `kubernetes` in `default` (source: kubernetes, `pkg/controlplane/controller/kubernetesservice`)."""


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
    empty. Where pods declare no ports, nothing is said of the port. It cannot be told where something unknown may make what is
    looked for: of the Services of charts, of operators, of the cluster itself and of Flux no labels are known.
    """
    for item in built.of(_GROUP, "PodMonitor"):
        pods = _pods(built, item)
        for number, endpoint in enumerate(maps(at(item.body, "spec").get("podMetricsEndpoints")) if pods else ()):
            port = endpoint.get("portNumber", endpoint.get("port"))
            if isinstance(port, (int, str)):
                for reason, fix in _problems(built, pods, port):
                    yield Hit.of(item, f"spec.podMetricsEndpoints[{number}] {reason}", fix)
        if not pods:
            yield _nothing(item, "pods", _perhaps_pods(built, item))
    for item in built.of(_GROUP, "ServiceMonitor"):
        services = _services(built, item)
        names = {str(port.get("name")) for one in services for port in maps(at(one.body, "spec").get("ports"))}
        for number, endpoint in enumerate(maps(at(item.body, "spec").get("endpoints")) if services else ()):
            port = endpoint.get("port")
            if isinstance(port, str) and port not in names:
                yield Hit.of(
                    item,
                    f"spec.endpoints[{number}] asks at the port {port} of {services[0].key}, which has"
                    f" {', '.join(sorted(names - {'None'})) or 'none with a name'}",
                    "write the name of a port of the Service",
                )
        if not services and not _is_the_api(item):
            yield _nothing(item, "Services", _perhaps_services(built, item))


def _is_the_api(item: Item) -> bool:
    """Whether it is about the API server, whose Service is in no tree."""
    return "default" in _places(item, ()) and selects(at(item.body, "spec", "selector"), _API)


def _problems(built: Built, found: list[PodSet], port: int | str) -> list[tuple[str, str]]:
    told: list[tuple[str, str]] = []
    if all(_is_known_not_to_listen(pods, port) for pods in found):
        there = sorted({str(name) for pods in found for name in (*pods.ports, *pods.port_names)})
        told.append(
            (f"asks at the port {port} of {found[0].who}, which has {', '.join(there)}", "write a port of the pods")
        )
    for collector in built.lab.surroundings.capabilities.all(MetricsCollector):
        place = collector.provider.namespace if collector.provider is not None else ""
        clients = pods_of(built).by_namespace.get(place, [])
        if place and not any(let_in(built, pods, port, namespace=place, clients=clients) for pods in found):
            told.append(
                (
                    f"asks {found[0].who} at {port}, and no NetworkPolicy lets in the pods of {place}",
                    "collect its metrics with `monitoring.scrape`, which declares the edge",
                )
            )
    return told


def _is_known_not_to_listen(pods: PodSet, port: int | str) -> bool:
    return bool(pods.ports) and not pods.loose and port not in pods.ports and port not in pods.port_names


def _pods(built: Built, item: Item) -> list[PodSet]:
    index, selector = pods_of(built), at(item.body, "spec", "selector")
    return [pods for place in _places(item, index.by_namespace) for pods in index.find(place, selector)]


def _services(built: Built, item: Item) -> list[Item]:
    services, selector = built.of("", "Service"), at(item.body, "spec", "selector")
    places = _places(item, {service.key.namespace for service in services})
    return [one for one in services if one.key.namespace in places and selects(selector, _labels(one))]


def _perhaps_pods(built: Built, item: Item) -> str:
    """Who may make pods that it takes, to end a sentence with; empty where nobody may."""
    index, wanted = pods_of(built), mapping(at(item.body, "spec", "selector").get("matchLabels"))
    for place in _places(item, (*index.by_namespace, *index.open_namespaces, *index.open_to_pods)):
        if index.is_open(place):
            return index.perhaps(place)
        for pods in index.loose.get(place, ()):
            if not wanted.keys() & pods.labels.keys():
                return f"and an operator makes those of {pods.who}, of which not all labels are known"
    return _of_no_namespace(built, item)


def _perhaps_services(built: Built, item: Item) -> str:
    index = pods_of(built)
    charts = {service.namespace: release for release, known in built.releases for service in known.facts.services}
    for place in _places(item, (*charts, *index.loose, *index.open_namespaces)):
        if index.is_open_to_others(place):
            return index.perhaps(place)
        if place in charts:
            return f"and of the Services of the chart {charts[place].chart} no labels are known"
        if index.loose.get(place):
            return f"and an operator makes {index.loose[place][0].who}, and perhaps Services"
        if place in STANDING_NAMESPACES:
            return f"and what makes the Services in {place} is not in the tree"
    return _of_no_namespace(built, item)


def _of_no_namespace(built: Built, item: Item) -> str:
    """Of a tree alone it is not known which namespaces operators make."""
    known = {*namespaces(built), *pods_of(built).by_namespace}
    missing = [place for place in _places(item, ()) if place not in known] if built.is_bare else []
    return f"and nothing in the tree makes the namespace {missing[0]}" if missing else ""


def _places(item: Item, everywhere: Iterable[str]) -> list[str]:
    """The namespaces that a monitor looks at, in which there may be something."""
    selector = at(item.body, "spec", "namespaceSelector")
    if selector.get("any") is True:
        return sorted(set(everywhere))
    return texts(selector.get("matchNames")) or [item.key.namespace]


def _labels(item: Item) -> Map:
    return mapping(at(item.body, "metadata").get("labels"))


def _nothing(item: Item, what: str, perhaps: str) -> Hit | Unknown:
    selector = selector_text(at(item.body, "spec", "selector"))
    if perhaps:
        return Unknown.of(
            item,
            f"spec.selector {selector} takes no {what} that are known, {perhaps}",
            f"compare it with `kubectl get {what.lower()} --all-namespaces --show-labels`",
        )
    where = ", ".join(_places(item, ())) or "the lab"
    return Hit.of(
        item,
        f"spec.selector {selector} takes no {what}: nothing in {where} is known to make such",
        "correct the labels",
    )
