"""A restart runs the same image."""

from __future__ import annotations

from ..order import Built
from ._images import why_not_pinned
from ._pods import workloads
from ._read import containers, pod_spec
from ._rule import Found, Hit, rule


@rule(
    "HL706",
    "every_image_is_pinned",
    local=True,
    example="""
 apiVersion: apps/v1
 kind: Deployment
 metadata: {name: web, namespace: web}
 spec:
   template:
     spec:
       containers:
         - name: web
-          image: registry.example.com/web:latest
+          image: registry.example.com/web:1.2.3
""",
    says="""
Deployment.apps web/web: the image registry.example.com/web:latest of the container web has the tag
latest, which moves; write the tag of one version, or a digest
""",
)
def every_image_is_pinned(built: Built) -> Found:
    """A restart runs the same image.

    Each container of the tree has an image with a tag other than `latest`, or with a digest; else what runs changes
    with a restart, and nobody can go back.
    """
    for item in workloads(built):
        for container in containers(pod_spec(item)):
            image = container.get("image")
            if not isinstance(image, str) or not image:
                yield Hit.of(
                    item, f"the container {container.get('name')} has no image, got {image!r}", "write one with a tag"
                )
            elif problem := why_not_pinned(image):
                yield Hit.of(
                    item,
                    f"the image {image} of the container {container.get('name')} {problem}",
                    "write the tag of one version, or a digest",
                )
