"""Whoever has volumes says that it holds data."""

from __future__ import annotations

from ..constructs import PRUNE_ANNOTATION
from ..order import Built
from ._protection import is_protected
from ._read import at, maps
from ._rule import Found, Hit, rule
from ._standing import unseen


@rule(
    "HL214",
    "volumes_belong_to_what_holds_data",
    level="warning",
    needs="lab",
    example={
        "apps/photos.py": """
 from homelab_cdk import HelmApp, Lab


 def build(lab: Lab) -> None:
     repository = "oci://charts.example.com/photos"
-    HelmApp(lab, "photos", chart="photos", version="1.2.3", repository=repository)
+    HelmApp(lab, "photos", chart="photos", version="1.2.3", repository=repository, holds_data=True)
""",
        "homelab.lock": """
 photos:
   workloads:
     - kind: Deployment
       namespace: photos
       name: photos
       volumes: [{name: library, size: 536870912000}]
""",
    },
    says="""
the chart photos 1.2.3: what it keeps in library is deleted, with the namespace if not before, when
photos leaves the tree; set `holds_data`, or turn persistence off in the values
""",
    see=("https://github.com/fluxcd/flux2/issues/1366",),
)
def volumes_belong_to_what_holds_data(built: Built) -> Found:
    """Whoever has volumes says that it holds data.

    A component or app with persistent volumes or CRDs of its own, or with a chart that asks for volumes, holds
    data; else they are deleted when it leaves the tree. An object that is protected by itself is still lost with a namespace
    that is not.
    """
    homes = {item.key.name: item for item in built.of("", "Namespace")}
    for item in (
        *built.of("", "PersistentVolumeClaim", "PersistentVolume"),
        *built.of("apiextensions.k8s.io", "CustomResourceDefinition"),
        *(item for item in built.of("apps", "StatefulSet") if maps(at(item.body, "spec").get("volumeClaimTemplates"))),
    ):
        home = homes.get(item.key.namespace)
        if item.chart.holds_data:
            continue
        if not is_protected(item):
            what = {
                "StatefulSet": "its volumes are, with the namespace if not before,",
                "CustomResourceDefinition": "it and every custom resource of its kind are",
            }
            yield Hit.of(
                item,
                f"{what.get(item.key.kind, 'it is')} deleted when {item.chart.path} leaves the tree",
                f"set `holds_data`, or annotate this object{' and its namespace' if home is not None else ''} with"
                f" {PRUNE_ANNOTATION}: disabled",
            )
        elif home is not None and not is_protected(home):
            yield Hit.of(
                item,
                f"it is protected, but its namespace is deleted, with all that is in it, when {home.chart.path} leaves the tree",
                f"set `holds_data`, or annotate Namespace {home.key.name} with {PRUNE_ANNOTATION}: disabled, too",
            )
    for chart in built.lab.unit_charts:
        if chart.holds_data:
            continue
        for release in chart.releases:
            volumes = {
                volume.name: workload.name
                for workload in chart.facts(release).facts.workloads
                for volume in workload.volumes
                if not workload.hook
            }
            if volumes:
                yield Hit(
                    release.construct,
                    f"the chart {release.chart}",
                    f"what it keeps in {', '.join(sorted(volumes))} is deleted, with the namespace if not"
                    f" before, when {chart.path} leaves the tree",
                    "set `holds_data`, or turn persistence off in the values",
                )
    yield from unseen(built)
