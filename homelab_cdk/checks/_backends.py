"""What stands behind routes: the pods of a Service and the port that they listen on."""

from __future__ import annotations

from dataclasses import dataclass

from ..order import Built
from ._pods import PodSet, pods_of
from ._read import Map, at, mapping, maps
from ._rule import once

__all__ = ["Behind", "behind"]


@dataclass(frozen=True, slots=True)
class Behind:
    """The pods of a Service, and the port of theirs by its number or name."""

    pods: tuple[PodSet, ...]
    port: int | str


def behind(built: Built, namespace: str, name: str, port: object) -> Behind | None:
    """The pods and their port behind a port of a Service; nothing where either is not known."""
    selector, ports = _services(built).get((namespace, name), ({}, {}))
    target = ports.get(port) if isinstance(port, int) else None
    pods = pods_of(built).find(namespace, {"matchLabels": selector}) if selector and target is not None else []
    return Behind(tuple(pods), target) if pods and target is not None else None


@once
def _services(built: Built) -> dict[tuple[str, str], tuple[Map, dict[int, int | str]]]:
    """The selector of each Service, and its ports with those of the pods."""
    found: dict[tuple[str, str], tuple[Map, dict[int, int | str]]] = {}
    for _, known in built.releases:
        for service in known.facts.services:
            ports = {port.number: port.target or port.number for port in service.ports}
            found[service.namespace, service.name] = (dict(service.selector), ports)
    for item in built.of("", "Service"):
        spec = at(item.body, "spec")
        ports = {}
        for port in maps(spec.get("ports")):
            number, target = port.get("port"), port.get("targetPort", port.get("port"))
            if isinstance(number, int) and isinstance(target, (int, str)):
                ports[number] = target
        found[item.key.namespace, item.key.name] = (mapping(spec.get("selector")), ports)
    return found
