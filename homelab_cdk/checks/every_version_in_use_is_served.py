"""No version of a custom resource goes while something is written or stored in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..changes import Difference
from ..model import GroupKind, ObjectKey
from ._matter import listed
from ._read import at, maps
from ._rule import ChangeFound, ChangeHit, change_rule


@change_rule(
    "HL860",
    "every_version_in_use_is_served",
    example={
        "generated/platform/external-secrets": """
 apiVersion: helm.toolkit.fluxcd.io/v2
 kind: HelmRelease
 metadata: {name: external-secrets, namespace: external-secrets}
 spec:
   chart:
     spec:
       chart: external-secrets
-      version: 0.16.2
+      version: 0.17.0
       sourceRef: {kind: HelmRepository, name: external-secrets}
""",
        "homelab.lock": """
 external-secrets:
   crds:
     - group: external-secrets.io
       kind: ExternalSecret
       plural: externalsecrets
       scope: Namespaced
-      versions: [v1, v1beta1]
+      versions: [v1]
""",
        "generated/apps/reader": """
 apiVersion: external-secrets.io/v1beta1
 kind: ExternalSecret
 metadata: {name: reader, namespace: reader}
 spec: {secretStoreRef: {kind: ClusterSecretStore, name: vault}, dataFrom: [{extract: {key: reader}}]}
""",
    },
    says="""
CustomResourceDefinition.apiextensions.k8s.io externalsecrets.external-secrets.io: it serves v1beta1
no more, in which the tree writes ExternalSecret reader/reader, and the API server refuses that;
write it in a version that is served: v1; if it is meant, say so in homelab.yaml: accept: [{change:
refuse, object: CustomResourceDefinition externalsecrets.external-secrets.io, reason: ...}]
""",
    harmless={
        "homelab.lock": """
 external-secrets:
   crds:
     - group: external-secrets.io
       kind: ExternalSecret
       plural: externalsecrets
       scope: Namespaced
-      versions: [v1, v1beta1]
+      versions: [v1]
""",
        "generated/apps/reader": """
-apiVersion: external-secrets.io/v1beta1
+apiVersion: external-secrets.io/v1
 kind: ExternalSecret
 metadata: {name: reader, namespace: reader}
 spec: {secretStoreRef: {kind: ClusterSecretStore, name: vault}, dataFrom: [{extract: {key: reader}}]}
""",
    },
    see=(
        "https://github.com/external-secrets/external-secrets/issues/4785",
        "https://github.com/kubernetes/kubernetes/issues/87691",
        "https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/",
    ),
)
def every_version_in_use_is_served(difference: Difference) -> ChangeFound:
    """No version of a custom resource goes while something is written or stored in it.

    An object of a version that is served no more is refused. The API server also refuses a CRD without a version that
    objects were ever stored in, until they are migrated and `status.storedVersions` says so.
    """
    for crd in _changed(difference):
        users = [
            item.key
            for item in difference.after.by_kind.get(crd.kind, ())
            if str(item.body.get("apiVersion", "")).rpartition("/")[2] in crd.gone
        ]
        if users:
            yield ChangeHit(
                "refuse",
                crd.key,
                f"it serves {', '.join(crd.gone)} no more, in which the tree writes {listed(users)}, and the API server"
                " refuses that",
                f"write it in a version that is served: {', '.join(crd.served)}"
                if crd.served
                else "keep one of them served",
            )
        elif crd.stored:
            versions = ", ".join(crd.stored)
            yield ChangeHit(
                "refuse",
                crd.key,
                f"it has {versions} no more, in which objects are stored, and the API server refuses it",
                f"keep {versions} with `storage: false` until every object is written anew and"
                " status.storedVersions no longer names it",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Crd:
    """A CRD as it changes: what is served and what no more, and what is gone that objects are surely stored in."""

    kind: GroupKind
    key: ObjectKey
    served: Sequence[str]
    gone: Sequence[str]
    stored: Sequence[str] = ()


def _changed(difference: Difference) -> Iterator[_Crd]:
    for change in difference.of("change", "adopt", "recreate"):
        if change.key.kind == "CustomResourceDefinition" and change.before and change.after:
            old, new = at(change.before.body, "spec"), at(change.after.body, "spec")
            was, now = (
                [str(item.get("name")) for item in maps(spec.get("versions")) if item.get("served") is not False]
                for spec in (old, new)
            )
            kept = {str(item.get("name")) for item in maps(new.get("versions"))}
            stored = [str(item.get("name")) for item in maps(old.get("versions")) if item.get("storage") is True]
            yield _Crd(
                kind=GroupKind(str(old.get("group")), str(at(old, "names").get("kind"))),
                key=change.key,
                served=now,
                gone=[name for name in was if name not in now],
                stored=[name for name in stored if name not in kept],
            )
    for release, facts in difference.before.facts.items():
        later = difference.after.facts.get(release)
        now_has = {crd.group_kind: crd.versions for crd in later.crds} if later is not None else {}
        for crd in facts.crds if later is not facts else ():
            served = now_has.get(crd.group_kind, crd.versions)
            if served != crd.versions:
                yield _Crd(
                    kind=crd.group_kind,
                    key=ObjectKey("apiextensions.k8s.io", "CustomResourceDefinition", "", f"{crd.plural}.{crd.group}"),
                    served=served,
                    gone=[name for name in crd.versions if name not in served],
                )
