"""The scheduler knows what every container of a chart needs."""

from __future__ import annotations

from ..model import ContainerFact
from ..order import Built
from ._rule import Found, Hit, rule
from ._standing import unseen


@rule(
    "HL503",
    "every_chart_sets_its_resources",
    level="warning",
    example={
        "apps/queues.py": """
 from homelab_cdk import HelmApp, Lab


 def build(lab: Lab) -> None:
     HelmApp(
         lab,
         "queues",
         chart="operator",
         version="1.2.3",
         repository="oci://charts.example.com/operator",
+        values={"resources": {"requests": {"cpu": "50m", "memory": "64Mi"}, "limits": {"memory": "128Mi"}}},
     )
""",
        "homelab.lock": """
 queues:
   workloads:
     - kind: Deployment
       namespace: queues
       name: operator
       containers:
         - name: manager
           image: registry.example.com/operator:1.2.3
+          cpu_request: 50
+          memory_request: 67108864
+          memory_limit: 134217728
""",
    },
    says="""
the chart operator 1.2.3: containers of it lack resources: operator/manager (requests.cpu,
requests.memory, limits.memory); set these in the chart's values, or by a patch where it has no
value for them
""",
)
def every_chart_sets_its_resources(built: Built) -> Found:
    """The scheduler knows what every container of a chart needs.

    Each container that a chart renders, hooks left aside, requests CPU and memory and has a memory limit. Pods that request
    nothing are put on machines that have no room for them, and `homelab plan` does not count them; one without a limit may take
    the memory of all others.
    """
    for release, known in built.releases:
        lacking = [
            f"{workload.name}/{container.name} ({', '.join(lacks)})"
            for workload in known.facts.workloads
            if not workload.hook
            for container in (*workload.containers, *workload.init_containers)
            if (lacks := _lacks(container))
        ]
        if lacking:
            yield Hit(
                release.construct,
                f"the chart {release.chart}",
                f"containers of it lack resources: {', '.join(lacking)}",
                "set these in the chart's values, or by a patch where it has no value for them",
            )
    yield from unseen(built)


def _lacks(container: ContainerFact) -> list[str]:
    named = {
        "requests.cpu": container.cpu_request,
        "requests.memory": container.memory_request,
        "limits.memory": container.memory_limit,
    }
    return [name for name, amount in named.items() if not amount]
