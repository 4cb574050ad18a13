"""Whoever reaches into its machine says why."""

from __future__ import annotations

from collections.abc import Iterator

from ..constructs import UnitChart
from ..order import Built
from ._levels import reaches, reaching
from ._reasons import where_to_say
from ._rule import Found, Hit, rule


@rule(
    "HL753",
    "every_host_access_has_a_reason",
    level="warning",
    example={
        "apps/agent.py": """
 from homelab_cdk import HelmApp, Lab


 def build(lab: Lab) -> None:
     HelmApp(
         lab,
         "agent",
         chart="operator",
         version="1.2.3",
         repository="oci://charts.example.com/operator",
         pod_security="privileged",
+        host_access="it counts the processes of each machine",
     )
""",
        "homelab.lock": """
 agent:
   workloads:
     - {kind: DaemonSet, namespace: agent, name: agent, replicas: 0, reaches: ["hostPID: true"]}
""",
    },
    says="""
DaemonSet agent/agent of the chart operator 1.2.3: its pods have hostPID: true; leave that out, or
say in `host_access` of agent what they need it for
""",
    see=("https://kubernetes.io/docs/concepts/security/pod-security-standards/",),
)
def every_host_access_has_a_reason(built: Built) -> Found:
    """Whoever reaches into its machine says why.

    Pods with privileges, with the network, processes or paths of their machine, or with anything else that the Pod
    Security level `baseline` refuses, belong to a component or app that gives the reason (`host_access`): through them
    whoever breaks in has the machine.
    """
    by_chart: dict[UnitChart, list[tuple[str, str, list[str]]]] = {}
    for item, found in reaching(built):
        by_chart.setdefault(item.chart, []).append((item.path, str(item.key), found))
    for chart in built.lab.unit_charts:
        for path, subject, found in _of_charts(chart):
            by_chart.setdefault(chart, []).append((path, subject, found))
    for chart, entries in by_chart.items():
        for path, subject, found in entries if not chart.host_access else ():
            yield Hit(
                path,
                subject,
                f"its pods have {', '.join(found)}",
                f"leave that out, or {where_to_say(chart, 'host_access', 'what they need it for')}",
            )


def _of_charts(chart: UnitChart) -> Iterator[tuple[str, str, list[str]]]:
    for release in chart.releases:
        for workload in chart.facts(release).facts.workloads:
            found = reaches(workload)
            if found:
                subject = f"{workload.kind} {workload.namespace}/{workload.name} of the chart {release.chart}"
                yield release.construct, subject, found
    for child in chart.children:
        found = reaches(child)
        if found:
            yield chart.path, f"{child.kind} {child.namespace}/{child.name}", found
