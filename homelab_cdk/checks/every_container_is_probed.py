"""Kubernetes notices when a container has stopped to work."""

from __future__ import annotations

from ..order import Built
from ._pods import workloads
from ._read import maps, pod_spec
from ._rule import Found, Hit, rule

_PASSING = ("Job", "CronJob", "Pod")


@rule("HL755", "every_container_is_probed", local=True, level="warning")
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
                    "ask it by httpGet, tcpSocket, grpc or exec whether it works",
                )
