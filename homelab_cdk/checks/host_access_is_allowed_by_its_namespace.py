"""Pods that reach into their node live where that is allowed."""

from __future__ import annotations

from ..order import Built
from ._levels import LEVEL_LABEL, level_of, reaches, reaching
from ._rule import Found, Hit, rule
from ._standing import if_assumed, unseen

_FIX = f"leave that out, or set {LEVEL_LABEL}: privileged"


@rule(
    "HL702",
    "host_access_is_allowed_by_its_namespace",
    local=True,
    example="""
 apiVersion: v1
 kind: Namespace
 metadata:
   name: web
-  labels: {pod-security.kubernetes.io/enforce: baseline}
+  labels: {pod-security.kubernetes.io/enforce: privileged}
 ---
 apiVersion: apps/v1
 kind: DaemonSet
 metadata: {name: web, namespace: web}
 spec:
   template:
     spec:
       hostNetwork: true
       containers: [{name: web, image: "registry.example.com/web:1.2.3"}]
""",
    says="""
DaemonSet.apps web/web: its pods have hostNetwork: true, which the namespace web refuses (it
enforces baseline); leave that out, or set pod-security.kubernetes.io/enforce: privileged
""",
)
def host_access_is_allowed_by_its_namespace(built: Built) -> Found:
    """Pods that reach into their node live where that is allowed.

    Pods with host network, host paths, host ports or privileges, of the tree and of charts, live in a namespace
    whose Pod Security level lets them in; elsewhere none of them ever starts.
    """
    for item, found in reaching(built):
        level = level_of(built, item.key.namespace)
        if level != "privileged":
            yield Hit.of(item, _reason(found, item.key.namespace, level), _FIX)
    for release, known in built.releases:
        for workload in known.facts.workloads:
            level = level_of(built, workload.namespace)
            found = reaches(workload) if level != "privileged" else []
            if found:
                subject = f"{workload.kind} {workload.namespace}/{workload.name} of the chart {release.chart}"
                reason = _reason(found, workload.namespace, level) + if_assumed(known)
                yield Hit(release.construct, subject, reason, _FIX)
    yield from unseen(built)


def _reason(found: list[str], namespace: str, level: str) -> str:
    return f"its pods have {', '.join(found)}, which the namespace {namespace} refuses (it enforces {level})"
