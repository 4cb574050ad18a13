"""CRDs grow with their chart, and others' objects survive it."""

from __future__ import annotations

from ..model import GroupKind, ObjectKey
from ..order import Built
from ._read import at
from ._rule import Found, Hit, rule
from ._standing import if_assumed


@rule(
    "HL456",
    "every_crd_is_upgraded_and_outlives_its_chart",
    level="warning",
    example={
        "apps/queues.py": """
 from homelab_cdk import HelmApp, Lab


 def build(lab: Lab) -> None:
     HelmApp(
         lab,
         "queues",
         chart="operator",
         version="1.2.3",
         repository="oci://charts.example.com/operator",
+        values={"crds": {"keep": True}},
     )
""",
        "apps/media/queue.yaml": """
 apiVersion: rabbitmq.com/v1beta1
 kind: RabbitmqCluster
 metadata: {name: media, namespace: media}
 spec: {replicas: 1}
""",
        "homelab.lock": """
 queues:
   crds:
     - group: rabbitmq.com
       kind: RabbitmqCluster
       plural: rabbitmqclusters
       scope: Namespaced
       versions: [v1beta1]
+      kept: true
""",
    },
    says="""
the chart operator 1.2.3: when it leaves the lab, Helm deletes its CRDs and with them objects of
media (RabbitmqCluster.rabbitmq.com); have its values or a patch put the annotation
helm.sh/resource-policy: keep on these CRDs
""",
    see=("https://github.com/VictoriaMetrics/helm-charts/issues/770", "https://github.com/minio/operator/issues/2363"),
)
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
                more = f" and {len(folder) - 1} more" if len(folder) > 1 else ""
                yield Hit(
                    release.construct,
                    f"the chart {release.chart}",
                    f"it brings CRDs in its folder crds/ ({folder[0]}{more}), and spec.upgrade.crds of its HelmRelease is"
                    f" {policy}, so that an upgrade leaves them as they are",
                    f"set spec.upgrade.crds to CreateReplace{if_assumed(known)}",
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
                    "have its values or a patch put the annotation helm.sh/resource-policy: keep on these CRDs"
                    f"{if_assumed(known)}",
                )


def _body(built: Built, namespace: str, name: str) -> object:
    item = built.by_key.get(ObjectKey("helm.toolkit.fluxcd.io", "HelmRelease", namespace, name))
    return item.body if item is not None else {}
