"""Every custom resource was held against its CRD."""

from __future__ import annotations

from ..model import resources_fingerprint
from ..order import Built
from ._rule import Found, Hit, rule


@rule("HL803", "every_custom_resource_is_proven", level="warning", needs="lab")
def every_custom_resource_is_proven(built: Built) -> Found:
    """Every custom resource was held against its CRD.

    The custom resources of each chart's kinds are just those that `homelab lock` held against the chart's CRDs and
    their CEL rules; a changed one may be refused by the API server.
    """
    for release, known in built.releases:
        kinds = dict.fromkeys(crd.group_kind for crd in known.facts.crds)
        items = [item for kind in kinds for item in built.by_kind.get(kind, ())]
        if not items or known.entry is None:
            continue
        if resources_fingerprint((item.body for item in items), known.facts) != known.entry.resources:
            names = dict.fromkeys(item.key.kind for item in items)
            yield Hit(
                release.construct,
                f"the chart {release.chart}",
                f"the lab's objects of its kinds ({', '.join(names)}) are not those that were validated",
                "run `homelab lock` to hold them against its CRDs",
            )
