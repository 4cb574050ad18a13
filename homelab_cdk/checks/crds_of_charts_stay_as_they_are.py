"""No chart drops a CRD or a version of one, or hands it over to Helm's other ways."""

from __future__ import annotations

from ..changes import Difference, loss
from ..model import GroupKind, ObjectKey
from ._rule import ChangeFound, change_rule


@change_rule("HL866", "crds_of_charts_stay_as_they_are", level="warning")
def crds_of_charts_stay_as_they_are(difference: Difference) -> ChangeFound:
    """No chart drops a CRD or a version of one, or hands it over to Helm's other ways.

    What a chart has no more, and did not keep, Helm deletes with every object of its kind. So it does on upgrade where a chart
    moves its CRDs from its templates into its folder `crds/`, unless they carry `helm.sh/resource-policy: keep` in the cluster.
    A version that objects were once stored in cannot go before they are migrated. Facts cannot tell these apart from harmless
    changes, so this only asks to look.
    """
    before = difference.before
    everywhere = {crd.group_kind for facts in difference.after.facts.values() for crd in facts.crds}
    for release, facts in before.facts.items():
        later = difference.after.facts.get(release)
        if later is None or later is facts or release not in difference.after.objects:
            continue
        now = {crd.group_kind: crd for crd in later.crds}
        moved = [crd for crd in facts.crds if not crd.kept and crd.group_kind in now and now[crd.group_kind].kept]
        if moved:
            yield (
                "recreate",
                release,
                f"its chart handles CRDs otherwise, {moved[0].plural}.{moved[0].group} among them; if they moved"
                " into crds/, Helm deletes them with every object of their kinds: first annotate them in the cluster"
                " with helm.sh/resource-policy=keep",
            )
        dropped = [crd for crd in facts.crds if not crd.kept and crd.group_kind not in everywhere]
        # Where an object of the tree is lost with it, that is found as such.
        told = [
            crd for crd in dropped if not any(loss(item, before) for item in before.by_kind.get(crd.group_kind, ()))
        ]
        if told:
            more = f" and {len(told) - 1} more" if len(told) > 1 else ""
            yield (
                "delete",
                release,
                f"its chart no longer has the CRD {told[0].plural}.{told[0].group}{more}, and Helm deletes it with every object"
                " of its kind; first annotate it in the cluster with helm.sh/resource-policy=keep",
            )
        for crd in facts.crds:
            then = now.get(crd.group_kind)
            gone = [name for name in crd.versions if then is not None and name not in then.versions]
            if gone and not _in_use(difference, crd.group_kind, gone):
                key = ObjectKey("apiextensions.k8s.io", "CustomResourceDefinition", "", f"{crd.plural}.{crd.group}")
                yield (
                    "refuse",
                    key,
                    f"the chart of {release.name} has {', '.join(gone)} no more; if status.storedVersions of the CRD lists"
                    " it, the upgrade fails until the objects are migrated",
                )


def _in_use(difference: Difference, kind: GroupKind, versions: list[str]) -> bool:
    """Whether something of the tree is written in one of the versions; that is found as such."""
    return any(
        str(item.body.get("apiVersion", "")).rpartition("/")[2] in versions
        for item in difference.after.by_kind.get(kind, ())
    )
