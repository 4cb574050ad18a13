"""Pods in restricted namespaces are restricted."""

from __future__ import annotations

from ..order import Built
from ._levels import against_restricted, level_of
from ._pods import workloads
from ._read import pod_spec
from ._rule import Found, Hit, rule
from ._standing import if_assumed


@rule(
    "HL703",
    "every_pod_meets_the_restricted_level",
    local=True,
    example="""
 apiVersion: v1
 kind: Namespace
 metadata:
   name: web
   labels: {pod-security.kubernetes.io/enforce: restricted}
 ---
 apiVersion: apps/v1
 kind: Deployment
 metadata: {name: web, namespace: web}
 spec:
   template:
     spec:
       containers:
         - name: web
           image: registry.example.com/web:1.2.3
+          securityContext:
+            allowPrivilegeEscalation: false
+            runAsNonRoot: true
+            seccompProfile: {type: RuntimeDefault}
+            capabilities: {drop: [ALL]}
""",
    says="""
Deployment.apps web/web: the namespace web enforces restricted, and its pods need
allowPrivilegeEscalation: false, runAsNonRoot: true, seccompProfile.type: RuntimeDefault,
capabilities.drop: [ALL] in the container web; set that, or give the namespace another level
""",
)
def every_pod_meets_the_restricted_level(built: Built) -> Found:
    """Pods in restricted namespaces are restricted.

    Pods of the tree and of charts in a namespace that enforces `restricted` run as a user other than root, under the
    runtime's seccomp profile, without capabilities and without a way to more privileges; others are refused when they are
    created.
    """
    kubernetes = built.lab.config.cluster.kubernetes
    for item in workloads(built):
        if level_of(built, item.key.namespace) == "restricted":
            lacks = list(against_restricted(pod_spec(item), kubernetes=kubernetes))
            if lacks:
                yield Hit.of(
                    item,
                    f"the namespace {item.key.namespace} enforces restricted, and its pods need {'; '.join(lacks)}",
                    "set that, or give the namespace another level",
                )
    for release, known in built.releases:
        for workload in known.facts.workloads:
            if workload.pod_security == "baseline" and level_of(built, workload.namespace) == "restricted":
                yield Hit(
                    release.construct,
                    f"{workload.kind} {workload.namespace}/{workload.name} of the chart {release.chart}",
                    f"the namespace {workload.namespace} enforces restricted, and its pods meet baseline alone",
                    "set their security contexts in the chart's values, or give the namespace the level baseline"
                    + if_assumed(known),
                )
