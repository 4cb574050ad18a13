"""Objects stand in a namespace where their kind does, and in none where it does not."""

from __future__ import annotations

from ..model import BUILT_IN_GROUPS, CLUSTER_SCOPED, GroupKind
from ..order import Built
from ._read import at, mapping
from ._rule import Found, Hit, rule


@rule(
    "HL173",
    "every_object_has_its_scope",
    local=True,
    example="""
 apiVersion: scheduling.k8s.io/v1
 kind: PriorityClass
-metadata: {name: vip, namespace: web}
+metadata: {name: vip}
 value: 1000
""",
    says="""
PriorityClass.scheduling.k8s.io web/vip: a PriorityClass lives in no namespace, and this one names
web; leave it out
""",
)
def every_object_has_its_scope(built: Built) -> Found:
    """Objects stand in a namespace where their kind does, and in none where it does not.

    Of each kind of Kubernetes' own, and of each whose CRD the lab or a chart brings, it is known which holds; Flux applies no
    object without the namespace that its kind needs.
    """
    scoped: dict[GroupKind, bool] = {
        crd.group_kind: crd.scope == "Namespaced" for _, known in built.releases for crd in known.facts.crds
    }
    for item in built.of("apiextensions.k8s.io", "CustomResourceDefinition"):
        spec = at(item.body, "spec")
        kind = GroupKind(str(spec.get("group")), str(at(spec, "names").get("kind")))
        scoped[kind] = spec.get("scope") != "Cluster"
    for kind, items in built.by_kind.items():
        namespaced = kind not in CLUSTER_SCOPED if kind.group in BUILT_IN_GROUPS else scoped.get(kind)
        for item in items if namespaced is not None else ():
            written = bool(mapping(item.body.get("metadata")).get("namespace"))
            if namespaced and not written:
                yield Hit.of(item, f"a {kind.kind} lives in a namespace, and this one names none", "add one")
            elif written and not namespaced:
                yield Hit.of(
                    item,
                    f"a {kind.kind} lives in no namespace, and this one names {item.key.namespace}",
                    "leave it out",
                )
