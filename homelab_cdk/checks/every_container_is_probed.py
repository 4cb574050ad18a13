"""Kubernetes notices when a container has stopped to work."""

from __future__ import annotations

from ..order import Built
from ._pods import workloads
from ._read import maps, pod_spec
from ._rule import Found, Hit, rule

_PASSING = ("Job", "CronJob", "Pod")


@rule(
    "HL755",
    "every_container_is_probed",
    local=True,
    level="warning",
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
+          readinessProbe: {httpGet: {path: /readyz, port: http}}
+          livenessProbe: {httpGet: {path: /healthz, port: http}}
""",
    says="""
Deployment.apps web/web: the container web has no readinessProbe and no livenessProbe; add
readinessProbe and livenessProbe: ask by httpGet, tcpSocket, grpc or exec whether it works
""",
    see=("https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/",),
)
def every_container_is_probed(built: Built) -> Found:
    """Kubernetes notices when a container has stopped to work.

    Each container of the tree that serves a port and runs for good has a readiness probe, so that nobody is sent to it
    before it answers, and a liveness probe, so that it is restarted when it hangs. What charts bring is known from facts,
    and theirs to decide.
    """
    for item in workloads(built):
        if item.key.kind in _PASSING:
            continue
        for container in maps(pod_spec(item).get("containers")):
            lacking = [name for name in ("readinessProbe", "livenessProbe") if not container.get(name)]
            if container.get("ports") and lacking:
                yield Hit.of(
                    item,
                    f"the container {container.get('name')} has no {' and no '.join(lacking)}",
                    f"add {' and '.join(lacking)}: ask by httpGet, tcpSocket, grpc or exec whether it works",
                )
