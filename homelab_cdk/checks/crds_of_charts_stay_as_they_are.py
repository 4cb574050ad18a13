"""No chart drops a CRD or a version of one, or moves it into its folder `crds/`."""

from __future__ import annotations

from ..changes import Difference, loss
from ..model import CrdFact, GroupKind, ObjectKey
from ._rule import ChangeFound, ChangeHit, change_rule


@change_rule(
    "HL866",
    "crds_of_charts_stay_as_they_are",
    level="warning",
    example={
        "generated/platform/kopiur": """
 apiVersion: helm.toolkit.fluxcd.io/v2
 kind: HelmRelease
 metadata: {name: kopiur, namespace: kopiur}
 spec:
   chart:
     spec:
       chart: kopiur
-      version: 0.5.3
+      version: 0.6.0
       sourceRef: {kind: HelmRepository, name: kopiur}
""",
        "homelab.lock": """
 kopiur:
   crds:
     - group: kopiur.home-operations.com
       kind: Snapshot
       plural: snapshots
       scope: Namespaced
       versions: [v1alpha1]
+      kept: true
+      in_folder: true
""",
    },
    says="""
HelmRelease.helm.toolkit.fluxcd.io kopiur/kopiur: its chart moves the CRD
snapshots.kopiur.home-operations.com from its templates into crds/, and Helm deletes it with every
object of its kind; first run `kubectl annotate crd snapshots.kopiur.home-operations.com
helm.sh/resource-policy=keep`, and set upgrade.crds: Skip on the release for this one upgrade
""",
    harmless={
        "generated/platform/kopiur": """
 apiVersion: helm.toolkit.fluxcd.io/v2
 kind: HelmRelease
 metadata: {name: kopiur, namespace: kopiur}
 spec:
   chart:
     spec:
       chart: kopiur
-      version: 0.5.3
+      version: 0.6.0
       sourceRef: {kind: HelmRepository, name: kopiur}
""",
        "homelab.lock": """
 kopiur:
   crds:
     - group: kopiur.home-operations.com
       kind: Snapshot
       plural: snapshots
       scope: Namespaced
       versions: [v1alpha1]
+      kept: true
""",
    },
    see=(
        "https://github.com/home-operations/kopiur/pull/209",
        "https://github.com/kubernetes-sigs/lws/issues/880",
        "https://github.com/helm/helm/issues/7279",
        "https://github.com/strimzi/strimzi-kafka-operator/issues/12751",
    ),
)
def crds_of_charts_stay_as_they_are(difference: Difference) -> ChangeFound:
    """No chart drops a CRD or a version of one, or moves it into its folder `crds/`.

    What a chart has no more, and did not keep, Helm deletes with every object of its kind. So it does on upgrade where a chart
    moves its CRDs from its templates into its folder `crds/`, unless they carry `helm.sh/resource-policy: keep` in the cluster:
    Helm looks there before it deletes. `upgrade.crds: CreateReplace` may take the annotation off again just before, where the
    release is not applied server-side. A version that objects were once stored in cannot go before they are migrated. Facts
    do not tell whether there are such objects, so this only asks to look.
    """
    before = difference.before
    everywhere = {crd.group_kind for facts in difference.after.facts.values() for crd in facts.crds}
    for release, facts in before.facts.items():
        later = difference.after.facts.get(release)
        if later is None or later is facts or release not in difference.after.objects:
            continue
        now = {crd.group_kind: crd for crd in later.crds}
        moved = [crd for crd in facts.crds if not crd.kept and crd.group_kind in now and now[crd.group_kind].in_folder]
        if moved:
            yield ChangeHit(
                "recreate",
                release,
                f"its chart moves {_counted(moved)} from its templates into crds/, and Helm deletes it with every object of its"
                " kind",
                f"first run `kubectl annotate crd {_named(moved)} helm.sh/resource-policy=keep`, and set upgrade.crds:"
                " Skip on the release for this one upgrade",
            )
        dropped = [crd for crd in facts.crds if not crd.kept and crd.group_kind not in everywhere]
        # Where an object of the tree is lost with it, that is found as such.
        told = [
            crd for crd in dropped if not any(loss(item, before) for item in before.by_kind.get(crd.group_kind, ()))
        ]
        if told:
            yield ChangeHit(
                "delete",
                release,
                f"its chart no longer has {_counted(told)}, and Helm deletes it with every object of its kind",
                f"first run `kubectl annotate crd {_named(told)} helm.sh/resource-policy=keep`",
            )
        for crd in facts.crds:
            then = now.get(crd.group_kind)
            gone = [name for name in crd.versions if then is not None and name not in then.versions]
            if gone and not _in_use(difference, crd.group_kind, gone):
                key = ObjectKey("apiextensions.k8s.io", "CustomResourceDefinition", "", f"{crd.plural}.{crd.group}")
                yield ChangeHit(
                    "refuse",
                    key,
                    f"the chart of {release.name} serves {', '.join(gone)} no more, and the upgrade fails where objects were"
                    " ever stored in it",
                    f"look with `kubectl get crd {key.name} -o jsonpath={{.status.storedVersions}}`, and"
                    " migrate them first if it is listed",
                )


def _counted(crds: list[CrdFact]) -> str:
    """The first of some CRDs, and how many more there are."""
    more = f" and {len(crds) - 1} more" if len(crds) > 1 else ""
    return f"the CRD {crds[0].plural}.{crds[0].group}{more}"


def _named(crds: list[CrdFact]) -> str:
    return " ".join(f"{crd.plural}.{crd.group}" for crd in crds)


def _in_use(difference: Difference, kind: GroupKind, versions: list[str]) -> bool:
    """Whether something of the tree is written in one of the versions; that is found as such."""
    return any(
        str(item.body.get("apiVersion", "")).rpartition("/")[2] in versions
        for item in difference.after.by_kind.get(kind, ())
    )
