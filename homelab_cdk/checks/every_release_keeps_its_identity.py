"""No release is uninstalled because its name, namespace or chart becomes another."""

from __future__ import annotations

from ..changes import Change, Difference, identity_changes, loss
from ._rule import ChangeFound, ChangeHit, change_rule


@change_rule(
    "HL855",
    "every_release_keeps_its_identity",
    example={
        "generated/apps/gitea": """
 apiVersion: helm.toolkit.fluxcd.io/v2
 kind: HelmRelease
 metadata: {name: gitea, namespace: gitea}
 spec:
   chart:
     spec:
-      chart: gitea
+      chart: gitea-fork
       version: 12.6.0
       sourceRef: {kind: HelmRepository, name: gitea}
""",
        "homelab.lock": """
 gitea:
   workloads:
     - {kind: Deployment, namespace: gitea, name: gitea, volumes: [{name: repositories, size: 21474836480}]}
""",
    },
    says="""
HelmRelease.helm.toolkit.fluxcd.io gitea/gitea: Flux uninstalls the release first: chart gitea →
gitea-fork; until it is installed again everything of it is down; lost with it: the volumes
repositories, unless the chart keeps them; keep the chart, or set
spec.upgrade.chartNameChangeStrategy: InPlaceUpdate, which upgrades it in place; if it is meant, say
so in homelab.yaml: accept: [{change: recreate, object: HelmRelease gitea/gitea, reason: ...}]
""",
    harmless={
        "generated/apps/gitea": """
 apiVersion: helm.toolkit.fluxcd.io/v2
 kind: HelmRelease
 metadata: {name: gitea, namespace: gitea}
 spec:
   chart:
     spec:
-      chart: gitea
+      chart: gitea-fork
       version: 12.6.0
       sourceRef: {kind: HelmRepository, name: gitea}
+  upgrade: {chartNameChangeStrategy: InPlaceUpdate}
""",
        "homelab.lock": """
 gitea:
   workloads:
     - {kind: Deployment, namespace: gitea, name: gitea, volumes: [{name: repositories, size: 21474836480}]}
""",
    },
    see=(
        "https://github.com/fluxcd/helm-controller/issues/864",
        "https://github.com/fluxcd/helm-controller/issues/1095",
    ),
)
def every_release_keeps_its_identity(difference: Difference) -> ChangeFound:
    """No release is uninstalled because its name, namespace or chart becomes another.

    helm-controller uninstalls the old release before it installs the new one when releaseName, targetNamespace,
    storageNamespace or the name of the chart changes; the last one not with `upgrade.chartNameChangeStrategy: InPlaceUpdate`.
    """
    for change in difference.of("recreate"):
        if change.cause == "release" and change.before is not None:
            lost = loss(change.before, difference.before)
            goes = f"; lost with it: {lost}" if lost else ""
            yield ChangeHit(
                "recreate",
                change.key,
                f"{change.because}; until it is installed again everything of it is down{goes}",
                _remedy(difference, change),
            )


def _remedy(difference: Difference, change: Change) -> str:
    if change.before is None or change.after is None:
        return "keep it as it was"
    before, after = difference.before.objects, difference.after.objects
    names = [item.partition(" ")[0] for item in identity_changes(change.before, change.after, before, after)]
    if names == ["chart"]:
        return "keep the chart, or set spec.upgrade.chartNameChangeStrategy: InPlaceUpdate, which upgrades it in place"
    return f"keep {' and '.join(names)}, or back up, let it be installed anew, and restore"
