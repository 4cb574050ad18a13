"""The scheduler knows what every container needs."""

from __future__ import annotations

from ..order import Built
from ._pods import workloads
from ._read import Map, at, containers, pod_spec
from ._rule import Found, Hit, rule


@rule(
    "HL502",
    "every_container_sets_its_resources",
    local=True,
    level="warning",
    example="""
 apiVersion: apps/v1
 kind: Deployment
 metadata: {name: web, namespace: web}
 spec:
   template:
     spec:
       containers:
         - name: web
           image: registry.example.com/web:1.2.3
+          resources:
+            requests: {cpu: 10m, memory: 32Mi}
+            limits: {memory: 64Mi}
""",
    says="""
Deployment.apps web/web: containers without all resources: web (requests.cpu, requests.memory,
limits.memory); set what is named
""",
)
def every_container_sets_its_resources(built: Built) -> Found:
    """The scheduler knows what every container needs.

    Each container of the tree requests CPU and memory and has a memory limit; without requests the scheduler packs
    nodes full, without a limit one leak takes a node down.
    """
    for item in workloads(built):
        pod = pod_spec(item)
        if at(pod, "resources"):
            continue
        lacking = [
            f"{container.get('name')} ({', '.join(lacks)})"
            for container in containers(pod)
            if (lacks := _lacks(container))
        ]
        if lacking:
            yield Hit.of(item, f"containers without all resources: {'; '.join(lacking)}", "set what is named")


def _lacks(container: Map) -> list[str]:
    requests, limits = at(container, "resources", "requests"), at(container, "resources", "limits")
    lacks = [f"requests.{name}" for name in ("cpu", "memory") if not (name in requests or name in limits)]
    return lacks if "memory" in limits else [*lacks, "limits.memory"]
