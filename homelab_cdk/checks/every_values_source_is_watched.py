"""A change of values is noticed at once."""

from __future__ import annotations

from ..model import ObjectKey
from ..order import Built
from ._read import at, maps
from ._rule import Found, Hit, rule

_WATCH = "reconcile.fluxcd.io/watch"


@rule(
    "HL263",
    "every_values_source_is_watched",
    level="warning",
    example="""
 apiVersion: v1
 kind: ConfigMap
 metadata:
   name: gitea-values
   namespace: gitea
+  labels: {reconcile.fluxcd.io/watch: Enabled}
 data:
   values.yaml: |
     replicaCount: 1
 ---
 apiVersion: helm.toolkit.fluxcd.io/v2
 kind: HelmRelease
 metadata: {name: gitea, namespace: gitea}
 spec:
   chartRef: {kind: OCIRepository, name: gitea}
   interval: 1h
   valuesFrom: [{kind: ConfigMap, name: gitea-values}]
""",
    says="""
ConfigMap gitea/gitea-values: HelmRelease.helm.toolkit.fluxcd.io gitea/gitea takes values from it,
and it has no label reconcile.fluxcd.io/watch: Enabled, so that a change waits for the next
interval; add this label
""",
    see=("https://fluxcd.io/flux/components/helm/helmreleases/#reacting-immediately-to-configuration-dependencies",),
)
def every_values_source_is_watched(built: Built) -> Found:
    """A change of values is noticed at once.

    ConfigMaps and Secrets of the tree from which a HelmRelease takes values carry the label `reconcile.fluxcd.io/watch:
    Enabled`; without it Flux takes up a change at the next interval, an hour later. One that kustomize gives another name with
    each change needs none.
    """
    for item in built.of("helm.toolkit.fluxcd.io", "HelmRelease"):
        for entry in maps(at(item.body, "spec").get("valuesFrom")):
            place = ObjectKey("", str(entry.get("kind")), item.key.namespace, str(entry.get("name")))
            source = built.by_key.get(place)
            if source is None or source in built.beyond.hashed:
                continue
            if at(source.body, "metadata", "labels").get(_WATCH) != "Enabled":
                yield Hit.of(
                    source,
                    f"{item.key} takes values from it, and it has no label {_WATCH}: Enabled, so that a change waits for"
                    " the next interval",
                    "add this label",
                )
