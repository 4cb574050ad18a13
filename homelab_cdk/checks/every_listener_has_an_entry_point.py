"""Listeners of Traefik's Gateways listen where Traefik does."""

from __future__ import annotations

from ..model import WorkloadFact
from ..order import Built
from ._gateways import GROUP
from ._read import at, maps
from ._rule import Found, Hit, rule


@rule(
    "HL675",
    "every_listener_has_an_entry_point",
    needs="lab",
)
def every_listener_has_an_entry_point(built: Built) -> Found:
    """Listeners of Traefik's Gateways listen where Traefik does.

    The port of each listener of a Gateway whose class a Traefik of the lab brings is a port of Traefik's containers: those of its
    entry points, not those of its Service. Traefik leaves any other listener out.
    """
    for release, known in built.releases:
        if release.chart.name != "traefik":
            continue
        classes = {key.name for key in known.facts.objects if key.kind == "GatewayClass"} | {"traefik"}
        ports = sorted({port for workload in known.facts.workloads for port in _ports(workload)})
        for item in built.of(GROUP, "Gateway"):
            spec = at(item.body, "spec")
            for listener in maps(spec.get("listeners")) if spec.get("gatewayClassName") in classes and ports else ():
                if listener.get("port") not in ports:
                    yield Hit.of(
                        item,
                        f"the listener {listener.get('name')} has the port {listener.get('port')}, and"
                        f" Traefik listens on {', '.join(map(str, ports))}",
                        "write the port of an entry point",
                    )


def _ports(workload: WorkloadFact) -> list[int]:
    return [port.number for container in workload.containers for port in container.ports]
