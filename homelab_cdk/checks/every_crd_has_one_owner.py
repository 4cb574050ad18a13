"""Each kind of custom resource comes from one place."""

from __future__ import annotations

from ..model import GroupKind
from ..order import Built
from ._read import at
from ._rule import Found, Hit, rule
from ._standing import if_assumed, unseen


@rule(
    "HL102",
    "every_crd_has_one_owner",
    see=("https://github.com/fluxcd/flux2/issues/1522",),
)
def every_crd_has_one_owner(built: Built) -> Found:
    """Each kind of custom resource comes from one place.

    No CustomResourceDefinition comes both as a manifest and with a chart, or with two charts: each would replace
    the other's version on every reconciliation, and with the one that leaves, every custom resource of the kind is
    deleted.
    """
    owners: dict[GroupKind, str] = {}
    for item in built.of("apiextensions.k8s.io", "CustomResourceDefinition"):
        spec = at(item.body, "spec")
        kind = GroupKind(str(spec.get("group", "")), str(at(spec, "names").get("kind", "")))
        owners.setdefault(kind, item.path)
    for release, known in built.releases:
        for crd in known.facts.crds:
            owner = owners.setdefault(crd.group_kind, release.construct)
            if owner != release.construct:
                yield Hit(
                    release.construct,
                    f"CustomResourceDefinition {crd.plural}.{crd.group}",
                    f"the chart {release.chart} brings it, and {owner} brings it, too{if_assumed(known)}",
                    "turn CRDs off in the values of one of them, or leave the manifest out",
                )
    yield from unseen(built)
