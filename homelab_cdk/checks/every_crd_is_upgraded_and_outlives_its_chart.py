"""CRDs grow with their chart, and others' objects survive it."""

from __future__ import annotations

from ..model import GroupKind, ObjectKey
from ..order import Built
from ._read import at
from ._rule import Found, Hit, rule
from ._standing import if_assumed


@rule("HL456", "every_crd_is_upgraded_and_outlives_its_chart", level="warning")
def every_crd_is_upgraded_and_outlives_its_chart(built: Built) -> Found:
    """CRDs grow with their chart, and others' objects survive it.

    Helm installs the CRDs of a chart's `crds/` folder and never upgrades them by itself, so the release says
    CreateReplace. CRDs that a chart renders as templates go with it when it is uninstalled, and with a CRD every object of
    its kind: where other components have such objects, the CRDs are kept (`helm.sh/resource-policy: keep`) or the
    component is protected as a whole.
    """
    for chart in built.lab.unit_charts:
        for release in chart.releases:
            if release.chart.repository.startswith("git+"):
                # Plain manifests, which say themselves what becomes of them.
                continue
            known = chart.facts(release)
            policy = at(_body(built, release.namespace, release.name), "spec", "upgrade").get("crds", "Skip")
            folder = [f"{crd.plural}.{crd.group}" for crd in known.facts.crds if crd.in_folder]
            if folder and policy == "Create":
                yield Hit(
                    release.construct,
                    f"the chart {release.chart}",
                    f"it brings {len(folder)} CRDs in its folder crds/ ({folder[0]} …) and"
                    f" spec.upgrade.crds is {policy!r}, so that an upgrade leaves them as they are",
                    f"write CreateReplace{if_assumed(known)}",
                )
            lost: set[str] = set()
            kinds: list[GroupKind] = []
            for crd in known.facts.crds:
                if crd.kept or chart.never_pruned:
                    continue
                others = {item.chart.path for item in built.by_kind.get(crd.group_kind, ())} - {chart.path}
                if others:
                    lost |= others
                    kinds.append(crd.group_kind)
            if kinds:
                yield Hit(
                    release.construct,
                    f"the chart {release.chart}",
                    f"when it leaves the lab, Helm deletes its CRDs and with them objects of {', '.join(sorted(lost))}"
                    f" ({', '.join(map(str, kinds))})",
                    "have the CRDs kept in the values, by the annotation helm.sh/resource-policy:"
                    f" keep{if_assumed(known)}",
                )


def _body(built: Built, namespace: str, name: str) -> object:
    item = built.by_key.get(ObjectKey("helm.toolkit.fluxcd.io", "HelmRelease", namespace, name))
    return item.body if item is not None else {}
