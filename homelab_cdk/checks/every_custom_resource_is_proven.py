"""Every custom resource was held against its CRD."""

from __future__ import annotations

from ..model import GroupKind
from ..order import FLUX_GROUPS, Built, Item
from ._rule import Found, Hit, rule
from ._schemas import judged

_HOW = "run `homelab lock`, or give their CRDs with --crds"


@rule("HL803", "every_custom_resource_is_proven", local=True, level="warning", needs="lab")
def every_custom_resource_is_proven(built: Built) -> Found:
    """Every custom resource was held against its CRD.

    There is a CRD for each: in the lab, in the folders of `--crds`, or in the cache that `homelab lock` fills. Or the
    custom resources of a chart's kinds are just those that `homelab lock` held against the chart's CRDs and their CEL
    rules. What was held against none may be refused by the API server. Of Flux' own objects those are left out that this
    library writes, because its tests hold them against Flux' CRDs.
    """
    unknown: dict[GroupKind, list[Item]] = {}
    for item in judged(built).unknown:
        unknown.setdefault(item.group_kind, []).append(item)
    for release, known in built.releases:
        kinds = dict.fromkeys(crd.group_kind for crd in known.facts.crds)
        names = dict.fromkeys(kind.kind for kind in kinds if unknown.pop(kind, None))
        if names:
            yield Hit(
                release.construct,
                f"the chart {release.chart}",
                f"the lab's objects of its kinds ({', '.join(names)}) are not those that were"
                " validated, and no CRD of them is at hand",
                f"{_HOW}",
            )
    for kind, items in unknown.items():
        whose = "Flux brings its CRD, and" if kind.group in FLUX_GROUPS else "no chart of the lab brings its CRD, and"
        for item in items:
            yield Hit.of(item, f"{whose} none is at hand to hold it against", f"{_HOW}")
