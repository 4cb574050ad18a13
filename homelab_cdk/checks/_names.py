"""Host names of a lab: what each of them leads to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..order import Built
from ._gateways import GROUP, ROUTES, gateways, hostnames, parents
from ._read import Map, at, maps
from ._rule import once

__all__ = ["HostName", "host_names"]

_EXTERNAL_DNS = "external-dns.alpha.kubernetes.io/hostname"


@dataclass(frozen=True, slots=True, kw_only=True)
class HostName:
    """A host name that something answers.

    `door` is where it leads in: two doors have two addresses. `kind` is that of the object that says so, and `rules` lead on from
    there, to what is in `namespace` where they name no other.
    """

    host: str
    door: str
    kind: str
    path: str
    subject: str
    namespace: str = ""
    rules: tuple[Map, ...] = ()

    @property
    def services(self) -> frozenset[str]:
        """What it leads on to, where that is known."""
        return frozenset(_services(self.namespace, self.rules))


@once
def host_names(built: Built) -> list[HostName]:
    """Every host name that a route, an Ingress, a Service or a component answers."""
    return [*_of_routes(built), *_of_ingresses(built), *_of_services(built), *_of_components(built)]


def _of_routes(built: Built) -> Iterator[HostName]:
    for item in built.of(GROUP, *ROUTES):
        rules = tuple(maps(at(item.body, "spec").get("rules")))
        for parent in dict.fromkeys((parent.namespace, parent.name) for parent in parents(item)):
            gateway = gateways(built).get(parent)
            name = at(gateway.body, "spec").get("gatewayClassName") if gateway is not None else None
            for host in hostnames(item):
                yield HostName(
                    host=host,
                    door=f"the Gateway {'/'.join(parent)}" + (f" of the class {name}" if name else ""),
                    kind=item.key.kind,
                    path=item.path,
                    subject=str(item.key),
                    namespace=item.key.namespace,
                    rules=rules,
                )


def _services(namespace: str, rules: Iterable[Map]) -> Iterator[str]:
    for rule in rules:
        for backend in maps(rule.get("backendRefs")):
            kind, port = backend.get("kind") or "Service", backend.get("port")
            yield f"{kind} {backend.get('namespace') or namespace}/{backend.get('name')}:{port}"
        for path in maps(at(rule, "http").get("paths")):
            service = at(path, "backend", "service")
            port = at(service, "port")
            yield f"Service {namespace}/{service.get('name')}:{port.get('number') or port.get('name')}"


def _of_ingresses(built: Built) -> Iterator[HostName]:
    doors = {str(at(item.body, "spec").get("gatewayClassName")): place for place, item in gateways(built).items()}
    for item in built.of("networking.k8s.io", "Ingress"):
        spec = at(item.body, "spec")
        name = spec.get("ingressClassName")
        # A controller gives its classes of both sorts one name.
        known = doors.get(name) if isinstance(name, str) else None
        door = f"the Gateway {'/'.join(known)} of the class {name}" if known else f"Ingresses of the class {name}"
        for entry in maps(spec.get("rules")):
            if isinstance(entry.get("host"), str):
                yield HostName(
                    host=entry["host"],
                    door=door,
                    kind="Ingress",
                    path=item.path,
                    subject=str(item.key),
                    namespace=item.key.namespace,
                    rules=(entry,),
                )


def _of_services(built: Built) -> Iterator[HostName]:
    for item in built.of("", "Service"):
        text = at(item.body, "metadata", "annotations").get(_EXTERNAL_DNS)
        for host in text.split(",") if isinstance(text, str) else ():
            yield HostName(host=host.strip(), door=str(item.key), kind="Service", path=item.path, subject=str(item.key))


def _of_components(built: Built) -> Iterator[HostName]:
    for chart in built.lab.unit_charts:
        for host, what in chart.host_names.items():
            yield HostName(host=host, door=f"{what} of {chart.path}", kind="", path=chart.path, subject=what)
