"""Pods that reach into their node live where that is allowed."""

from __future__ import annotations

from ..order import Built
from ._levels import LEVEL_LABEL, level_of, reaches, reaching
from ._rule import Found, rule
from ._standing import if_assumed


@rule("HL402", "host_access_is_allowed_by_its_namespace")
def host_access_is_allowed_by_its_namespace(built: Built) -> Found:
    """Pods that reach into their node live where that is allowed.

    Pods with host network, host paths, host ports or privileges, of the tree and of charts, live in a namespace
    whose Pod Security level lets them in; elsewhere none of them ever starts.
    """
    for item, found in reaching(built):
        level = level_of(built, item.key.namespace)
        if level != "privileged":
            yield item.path, str(item.key), _message(found, item.key.namespace, level)
    for release, known in built.releases:
        for workload in known.facts.workloads:
            level = level_of(built, workload.namespace)
            found = reaches(workload) if level != "privileged" else []
            if found:
                subject = f"{workload.kind} {workload.namespace}/{workload.name} of the chart {release.chart}"
                yield release.construct, subject, _message(found, workload.namespace, level) + if_assumed(known)


def _message(found: list[str], namespace: str, level: str) -> str:
    return (
        f"its pods have {', '.join(found)}, which the namespace {namespace} refuses (it enforces {level}); leave"
        f" that out, or set {LEVEL_LABEL}: privileged"
    )
