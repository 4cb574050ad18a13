"""Probes ask where something listens."""

from __future__ import annotations

from ..order import Built
from ._pods import workloads
from ._read import at, containers, maps, pod_spec
from ._rule import Found, Hit, rule

_PROBES = ("startupProbe", "readinessProbe", "livenessProbe")


@rule(
    "HL172",
    "every_probe_asks_at_a_port",
    local=True,
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
-          readinessProbe: {httpGet: {path: /, port: web}}
+          readinessProbe: {httpGet: {path: /, port: http}}
""",
    says="""
Deployment.apps web/web: readinessProbe of the container web asks at the port web, and its ports are
called http; write one of those, or a number
""",
)
def every_probe_asks_at_a_port(built: Built) -> Found:
    """Probes ask where something listens.

    Each probe that names a port by its name names one of its own container; by another name the kubelet finds none, the probe
    fails, and the container is restarted for ever or never ready.
    """
    for item in workloads(built):
        for container in containers(pod_spec(item)):
            names = [port["name"] for port in maps(container.get("ports")) if isinstance(port.get("name"), str)]
            for probe in _PROBES:
                for kind in ("httpGet", "tcpSocket"):
                    port = at(container, probe, kind).get("port")
                    if isinstance(port, str) and port not in names:
                        yield Hit.of(
                            item,
                            f"{probe} of the container {container.get('name')} asks at the port {port},"
                            f" and its ports are called {', '.join(names) or 'nothing'}",
                            "write one of those, or a number",
                        )
