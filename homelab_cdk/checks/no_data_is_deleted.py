"""Nothing is deleted that holds data."""

from __future__ import annotations

from ..changes import Change, Difference, loss
from ..constructs import PRUNE_ANNOTATION
from ..model import GroupKind
from ._matter import moved_home
from ._rule import ChangeFound, ChangeHit, change_rule


@change_rule(
    "HL850",
    "no_data_is_deleted",
    example={
        "generated/apps/media": """
 apiVersion: v1
 kind: Namespace
 metadata: {name: media}
----
-apiVersion: v1
-kind: PersistentVolumeClaim
-metadata: {name: library, namespace: media}
-spec: {storageClassName: longhorn, accessModes: [ReadWriteOnce], resources: {requests: {storage: 200Gi}}}
"""
    },
    says="""
PersistentVolumeClaim media/library: it is deleted, because Kustomization media prunes it; lost with
it: the volume and what is stored in it, unless the class keeps volumes (reclaimPolicy: Retain); to
keep it, first annotate it with kustomize.toolkit.fluxcd.io/prune: disabled in a commit of its own;
if it is meant, say so in homelab.yaml: accept: [{change: delete, object: PersistentVolumeClaim
media/library, reason: ...}]
""",
    harmless={
        "generated/apps/media": """
 apiVersion: v1
 kind: Namespace
 metadata: {name: media}
----
-apiVersion: v1
-kind: PersistentVolumeClaim
-metadata: {name: library, namespace: media, annotations: {kustomize.toolkit.fluxcd.io/prune: disabled}}
-spec: {storageClassName: longhorn, accessModes: [ReadWriteOnce], resources: {requests: {storage: 200Gi}}}
"""
    },
    see=(
        "https://github.com/fluxcd/flux2/issues/1366",
        "https://github.com/fluxcd/kustomize-controller/issues/1724",
        "https://github.com/helm/helm/issues/10820",
    ),
)
def no_data_is_deleted(difference: Difference) -> ChangeFound:
    """Nothing is deleted that holds data.

    A volume, a StatefulSet, a database, a release with volumes, a Secret or a generated credential that leaves the tree is
    deleted by Flux unless it, or whoever applies it, says otherwise; so is what lives in a namespace, or is of a kind, that
    is deleted.
    """
    elsewhere = moved_home(difference)
    for change in difference.of("delete", "recreate"):
        spread = change.cause in ("home", "kind")
        if change.before is None or change.key in elsewhere or not (change.what == "delete" or spread):
            continue
        lost = loss(change.before, difference.before)
        if lost:
            anew = " and made anew" if change.what == "recreate" else ""
            yield ChangeHit(
                change.what,
                change.key,
                f"it is deleted{anew}, because {change.because}; lost with it: {lost}",
                _remedy(difference, change),
            )


def _remedy(difference: Difference, change: Change) -> str:
    key = change.key
    if change.cause == "home":
        return f"keep the Namespace {key.namespace}"
    if change.cause == "kind":
        return _kept_kind(difference, key.group_kind)
    return f"to keep it, first annotate it with {PRUNE_ANNOTATION}: disabled in a commit of its own"


def _kept_kind(difference: Difference, kind: GroupKind) -> str:
    """What keeps the definition of a kind: its chart brings it, or the tree itself."""
    for release, facts in difference.before.facts.items():
        for crd in facts.crds:
            if crd.group_kind == kind and not crd.kept:
                gone = difference.by_key.get(release)
                if gone is not None and gone.what in ("delete", "recreate"):
                    return f"keep the release {release.name}"
                return f"first run `kubectl annotate crd {crd.plural}.{crd.group} helm.sh/resource-policy=keep`"
    return "keep the CustomResourceDefinition"
