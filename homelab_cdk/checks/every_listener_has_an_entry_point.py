"""Listeners of Traefik's Gateways listen where Traefik does."""

from __future__ import annotations

from ..model import ChartFacts
from ..order import Built
from ._gateways import GROUP
from ._read import at, maps
from ._rule import Found, Hit, rule


@rule(
    "HL675",
    "every_listener_has_an_entry_point",
    needs="lab",
    example={
        "homelab.yaml": """
 loadBalancer: metallb
 ingress: traefik
""",
        "apps/media/gateway.yaml": """
 apiVersion: gateway.networking.k8s.io/v1
 kind: Gateway
 metadata: {name: media, namespace: media}
 spec:
   gatewayClassName: traefik
   listeners:
-    - {name: https, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: media-tls}]}}
+    - {name: https, port: 8443, protocol: HTTPS, tls: {certificateRefs: [{name: media-tls}]}}
""",
    },
    says="""
Gateway.gateway.networking.k8s.io media/media: the listener https has the port 443, and Traefik
listens on 8000 (web), 8080 (traefik), 8443 (websecure), 9100 (metrics); write 8443, to which 443 of
Traefik's Service leads
""",
    see=("https://github.com/traefik/traefik/issues/8974",),
)
def every_listener_has_an_entry_point(built: Built) -> Found:
    """Listeners of Traefik's Gateways listen where Traefik does.

    The port of each listener of a Gateway whose class a Traefik of the lab brings is a port of Traefik's containers: those of its
    entry points, not those of its Service. Traefik leaves any other listener out, and with it the routes that name it.
    """
    for release, known in built.releases:
        if release.chart.name != "traefik":
            continue
        classes = {key.name for key in known.facts.objects if key.kind == "GatewayClass"} | {"traefik"}
        ports = _ports(known.facts)
        for item in built.of(GROUP, "Gateway") if ports else ():
            spec = at(item.body, "spec")
            for listener in maps(spec.get("listeners")) if str(spec.get("gatewayClassName")) in classes else ():
                port = listener.get("port")
                if not isinstance(port, int) or port not in ports:
                    behind = _behind(known.facts, port)
                    yield Hit.of(
                        item,
                        f"the listener {listener.get('name')} has the port {port}, and Traefik listens on"
                        f" {', '.join(f'{number} ({ports[number]})' for number in sorted(ports))}",
                        f"write {behind}, to which {port} of Traefik's Service leads"
                        if behind in ports
                        else "write the port of an entry point",
                    )


def _ports(facts: ChartFacts) -> dict[int, str]:
    """The ports of Traefik's containers, with the names of their entry points."""
    containers = (container for workload in facts.workloads for container in workload.containers)
    return {port.number: port.name or "no name" for container in containers for port in container.ports}


def _behind(facts: ChartFacts, number: object) -> int | None:
    """The port of a container to which one of a Service leads."""
    for service in facts.services:
        for port in service.ports:
            if port.number == number:
                found = (workload.port(port.target or number) for workload in facts.behind(service))
                return next((inner for inner in found if inner is not None), None)
    return None
