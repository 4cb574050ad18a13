"""Somebody may reach what a Service offers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..constructs import MetricsCollector
from ..order import Built
from ._doors import Doors, doors_of
from ._pods import PodSet, pods_of
from ._policies import closed
from ._read import Map, at, mapping, maps
from ._rule import Found, Hit, rule


@dataclass(frozen=True, slots=True)
class _Offer:
    """A Service with the pods behind it, and the ports of those that it leads to, by number or name."""

    path: str
    subject: str
    namespace: str
    pods: list[PodSet]
    targets: tuple[int | str, ...]
    metrics: bool
    waits: bool


@rule(
    "HL657",
    "every_service_may_be_reached",
    apart=True,
    level="warning",
    example={
        "homelab.yaml": """
 loadBalancer: metallb
 ingress: traefik
 certificates: cert-manager
""",
        "apps/web.py": """
 from homelab_cdk import Lab, WebApp


 def build(lab: Lab) -> None:
     web = WebApp(lab, "web", image="registry.example.com/web:1.2.3")
+    web.add_route()
""",
    },
    says="""
Service web/web: no NetworkPolicy lets anybody in to Deployment.apps web/web at http; declare who
needs it (`add_route`, `network.connect`, `network.allow_ingress`), turn the Service off, or accept
that nobody does
""",
)
def every_service_may_be_reached(built: Built) -> Found:
    """Somebody may reach what a Service offers.

    In a namespace that denies by default, some NetworkPolicy lets somebody in to a port of each Service: else it answers
    nobody, its own neighbours included. Pods with their machine's network are reached without a policy, ports that are
    named for metrics or monitoring wait for somebody who collects them, and a system that offers something to others
    waits for the first of them.
    """
    collected = bool(built.lab.surroundings.capabilities.all(MetricsCollector))
    doors = doors_of(built)
    nothing = Doors()
    for offer in _offers(built):
        if offer.waits or (not collected and offer.metrics):
            continue
        if closed(built, offer.namespace, "Ingress") and not _is_reached(offer, doors.get(offer.namespace, nothing)):
            ports = ", ".join(map(str, offer.targets))
            yield Hit(
                offer.path,
                offer.subject,
                f"no NetworkPolicy lets anybody in to {offer.pods[0].who} at {ports}",
                "declare who needs it (`add_route`, `network.connect`, `network.allow_ingress`), turn the Service"
                " off, or accept that nobody does",
            )


def _is_reached(offer: _Offer, doors: Doors) -> bool:
    for selector, ports in doors.of(offer.pods):
        taken = [pods for pods in offer.pods if pods.taken_by(selector)]
        if taken and (not ports or any(_opens(port, offer, taken) for port in ports)):
            return True
    return False


def _opens(port: Map, offer: _Offer, taken: list[PodSet]) -> bool:
    number, last = port.get("port"), port.get("endPort")
    names = frozenset[str]().union(*(pods.port_names for pods in taken))
    for target in offer.targets:
        if number is None or number == target:
            return True
        if isinstance(target, str) or isinstance(number, str):
            # One has the name and the other the number: whether they are the same port, facts of pods do not tell.
            named = target if isinstance(target, str) else number
            if named in names:
                return True
        elif isinstance(number, int) and isinstance(last, int) and number <= target <= last:
            return True
    return False


def _offers(built: Built) -> Iterator[_Offer]:
    index = pods_of(built)
    for item in built.of("", "Service"):
        spec = at(item.body, "spec")
        selector = mapping(spec.get("selector"))
        if selector and spec.get("type") != "ExternalName" and spec.get("clusterIP") != "None":
            pods = index.find(item.key.namespace, {"matchLabels": selector})
            metrics = all(
                _for_metrics(f"{port.get('name')} {port.get('targetPort')}") for port in maps(spec.get("ports"))
            )
            targets = tuple(
                target
                for port in maps(spec.get("ports"))
                if isinstance(target := port.get("targetPort", port.get("port")), (int, str))
            )
            if pods and targets and not _at_its_machine(pods):
                yield _Offer(item.path, str(item.key), item.key.namespace, pods, targets, metrics, item.chart.offers)
    offering = {release.construct for chart in built.lab.unit_charts if chart.offers for release in chart.releases}
    for release, known in built.releases:
        for service in known.facts.services:
            if not service.selector:
                continue
            found = index.find(service.namespace, {"matchLabels": dict(service.selector)})
            if found and service.ports and not _at_its_machine(found):
                subject = f"Service {service.namespace}/{service.name} of the chart {release.chart}"
                numbers = tuple(port.target or port.number for port in service.ports)
                metrics = all(_for_metrics(f"{port.name} {port.target}") for port in service.ports)
                waits = release.construct in offering
                yield _Offer(release.construct, subject, service.namespace, found, numbers, metrics, waits)


def _for_metrics(names: str) -> bool:
    return "metric" in names or "monitoring" in names


def _at_its_machine(pods: list[PodSet]) -> bool:
    return any(one.spec.get("hostNetwork") is True or (one.fact is not None and one.fact.host_network) for one in pods)
