"""Pods that operators make have what their object says: a pinned image and resources."""

from __future__ import annotations

from ..order import Built
from ._images import why_not_pinned
from ._read import at, mapping
from ._rule import Found, Hit, rule

_PLACES: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("postgresql.cnpg.io", "Cluster", "imageName", ("resources",)),
    ("barmancloud.cnpg.io", "ObjectStore", "", ("instanceSidecarConfiguration", "resources")),
    ("monitoring.coreos.com", "Prometheus", "image", ("resources",)),
    ("monitoring.coreos.com", "Alertmanager", "image", ("resources",)),
)
"""Group, kind, the field below `spec` that names an image, and the map with the resources."""


@rule(
    "HL178",
    "every_operated_pod_is_explicit",
    level="warning",
    local=True,
    example="""
 apiVersion: postgresql.cnpg.io/v1
 kind: Cluster
 metadata: {name: main, namespace: db}
 spec:
   instances: 1
-  imageName: ghcr.io/cloudnative-pg/postgresql:latest
+  imageName: ghcr.io/cloudnative-pg/postgresql:18.4
   storage: {size: 10Gi}
   resources: {requests: {cpu: 100m, memory: 512Mi}, limits: {memory: 1Gi}}
""",
    says="""
Cluster.postgresql.cnpg.io db/main: spec.imageName ghcr.io/cloudnative-pg/postgresql:latest has the
tag latest, which moves; write the tag of one version, or a digest
""",
)
def every_operated_pod_is_explicit(built: Built) -> Found:
    """Pods that operators make have what their object says: a pinned image and resources.

    Each object of which an operator makes pods writes what they request and their limit of memory, and names an image by a tag
    other than `latest` or by a digest where it names one. Their Deployment or StatefulSet is not in the tree, so that no other
    rule sees it.
    """
    for group, kind, image_field, resources in _PLACES:
        for item in built.of(group, kind):
            spec = at(item.body, "spec")
            image = spec.get(image_field) if image_field else None
            if isinstance(image, str) and (problem := why_not_pinned(image)):
                yield Hit.of(item, f"spec.{image_field} {image} {problem}", "write the tag of one version, or a digest")
            found = at(spec, *resources)
            requests, limits = mapping(found.get("requests")), mapping(found.get("limits"))
            # What has a limit requests as much where it says nothing else.
            lacks = [f"requests.{name}" for name in ("cpu", "memory") if not (requests.get(name) or limits.get(name))]
            lacks += [] if limits.get("memory") else ["limits.memory"]
            if lacks:
                yield Hit.of(item, f"spec.{'.'.join(resources)} lacks {', '.join(lacks)}", "set what is named")
