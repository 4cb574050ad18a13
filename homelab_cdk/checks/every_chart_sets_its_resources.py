"""The scheduler knows what every container of a chart needs."""

from __future__ import annotations

from ..model import ContainerFact
from ..order import Built
from ._rule import Found, Hit, rule
from ._standing import unseen


@rule("HL602", "every_chart_sets_its_resources", level="warning")
def every_chart_sets_its_resources(built: Built) -> Found:
    """The scheduler knows what every container of a chart needs.

    Each container that a chart renders, hooks left aside, requests CPU and memory and has a memory limit.
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
                f"containers without all resources: {'; '.join(lacking)}",
                "set what is named in the chart's values",
            )
    yield from unseen(built)


def _lacks(container: ContainerFact) -> list[str]:
    named = {
        "requests.cpu": container.cpu_request,
        "requests.memory": container.memory_request,
        "limits.memory": container.memory_limit,
    }
    return [name for name, amount in named.items() if not amount]
