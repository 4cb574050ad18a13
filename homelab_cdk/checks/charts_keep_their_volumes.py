"""No chart changes or drops the volumes of a release that is installed."""

from __future__ import annotations

from ..changes import Difference, released_changes
from ._rule import ChangeFound, ChangeHit, change_rule


@change_rule(
    "HL859",
    "charts_keep_their_volumes",
    example={
        "generated/observability/loki": """
 apiVersion: helm.toolkit.fluxcd.io/v2
 kind: HelmRelease
 metadata: {name: loki, namespace: loki}
 spec:
   chart: {spec: {chart: loki, version: 18.11.0, sourceRef: {kind: HelmRepository, name: loki}}}
-  values: {singleBinary: {persistence: {size: 10Gi}}}
+  values: {singleBinary: {persistence: {size: 20Gi}}}
""",
        "homelab.lock": """
 loki:
   workloads:
     - kind: StatefulSet
       namespace: loki
       name: loki
-      volumes: [{name: storage, size: 10737418240, per_replica: true}]
+      volumes: [{name: storage, size: 21474836480, per_replica: true}]
""",
    },
    says="""
StatefulSet.apps loki/loki: the chart of loki changes its volumeClaimTemplates (storage: 10Gi →
20Gi), which no one may, so the upgrade fails; undo it, or raise the claims by hand, run `kubectl
delete statefulset loki -n loki --cascade=orphan`, and let Helm make it again; if it is meant, say
so in homelab.yaml: accept: [{change: refuse, object: StatefulSet loki/loki, reason: ...}]
""",
    harmless={
        "generated/apps/gitea": """
 apiVersion: helm.toolkit.fluxcd.io/v2
 kind: HelmRelease
 metadata: {name: gitea, namespace: gitea}
 spec:
   chart: {spec: {chart: gitea, version: 12.6.0, sourceRef: {kind: HelmRepository, name: gitea}}}
-  values: {persistence: {size: 10Gi}}
+  values: {persistence: {size: 20Gi}}
""",
        "homelab.lock": """
 gitea:
   workloads:
     - kind: Deployment
       namespace: gitea
       name: gitea
-      volumes: [{name: gitea-shared-storage, size: 10737418240}]
+      volumes: [{name: gitea-shared-storage, size: 21474836480}]
""",
    },
    see=("https://github.com/VictoriaMetrics/helm-charts/issues/2575",),
)
def charts_keep_their_volumes(difference: Difference) -> ChangeFound:
    """No chart changes or drops the volumes of a release that is installed.

    The facts of each chart before and after are compared. What a new version or new values render no more, Helm deletes, a
    claim with what is stored in it; what a StatefulSet asks for cannot be changed at all.
    """
    for change in released_changes(difference):
        fix = (
            "keep the values that made it"
            if change.effect == "delete"
            else "undo it, or raise the claims by hand, run `kubectl delete statefulset"
            f" {change.key.name} -n {change.key.namespace} --cascade=orphan`, and let Helm make it again"
            if change.key.kind == "StatefulSet"
            else "undo it, or make another claim and copy what is stored"
        )
        yield ChangeHit(change.effect, change.key, change.message, fix)
