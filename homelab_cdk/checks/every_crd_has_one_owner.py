"""Each kind of custom resource comes from one place."""

from __future__ import annotations

from ..model import GroupKind
from ..order import Built
from ._read import at
from ._rule import Found, Hit, rule
from ._standing import if_assumed, unseen


@rule(
    "HL407",
    "every_crd_has_one_owner",
    example={
        "apps/cache.py": """
 from homelab_cdk import HelmApp, Lab

 REPOSITORY = "oci://ghcr.io/dragonflydb/dragonfly-operator/helm/dragonfly-operator"


 def build(lab: Lab) -> None:
     HelmApp(lab, "cache", chart="dragonfly-operator", version="v1.3.0", repository=REPOSITORY)
""",
        "homelab.lock": """
 cache:
   crds: [{group: dragonflydb.io, kind: Dragonfly, plural: dragonflies, scope: Namespaced, versions: [v1alpha1]}]
""",
        "apps/crds/dragonflies.yaml": """
-apiVersion: apiextensions.k8s.io/v1
-kind: CustomResourceDefinition
-metadata: {name: dragonflies.dragonflydb.io}
-spec:
-  group: dragonflydb.io
-  names: {kind: Dragonfly, plural: dragonflies}
-  scope: Namespaced
-  versions: [{name: v1alpha1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
""",
    },
    says="""
CustomResourceDefinition dragonflies.dragonflydb.io: the chart dragonfly-operator v1.3.0 brings it,
and crds/customresourcedefinition-dragonflies.dragonflydb.io brings it, too; leave the manifest out,
or turn CRDs off in the values of the chart
""",
    see=("https://github.com/fluxcd/flux2/issues/1522",),
)
def every_crd_has_one_owner(built: Built) -> Found:
    """Each kind of custom resource comes from one place.

    No CustomResourceDefinition comes both as a manifest and with a chart, or with two charts: each would replace
    the other's version on every reconciliation, and with the one that leaves, every custom resource of the kind is
    deleted.
    """
    owners: dict[GroupKind, str] = {}
    manifests: set[GroupKind] = set()
    for item in built.of("apiextensions.k8s.io", "CustomResourceDefinition"):
        spec = at(item.body, "spec")
        kind = GroupKind(str(spec.get("group", "")), str(at(spec, "names").get("kind", "")))
        owners.setdefault(kind, item.path)
        manifests.add(kind)
    for release, known in built.releases:
        for crd in known.facts.crds:
            owner = owners.setdefault(crd.group_kind, release.construct)
            if owner != release.construct:
                yield Hit(
                    release.construct,
                    f"CustomResourceDefinition {crd.plural}.{crd.group}",
                    f"the chart {release.chart} brings it, and {owner} brings it, too{if_assumed(known)}",
                    "leave the manifest out, or turn CRDs off in the values of the chart"
                    if crd.group_kind in manifests
                    else "turn CRDs off in the values of one of the charts",
                )
    yield from unseen(built)
