"""A restart of what a chart installs runs the same image."""

from __future__ import annotations

from ..order import Built
from ._images import why_not_pinned
from ._rule import Found, Hit, rule
from ._standing import unseen


@rule(
    "HL707",
    "every_image_of_a_chart_is_pinned",
    level="warning",
    example={
        "apps/operator.py": """
 from homelab_cdk import HelmApp, Lab


 def build(lab: Lab) -> None:
     HelmApp(
         lab,
         "operator",
         chart="operator",
         version="1.2.3",
         repository="oci://charts.example.com/operator",
+        values={"image": {"tag": "1.2.3"}},
     )
""",
        "homelab.lock": """
 operator:
   workloads:
     - kind: Deployment
       namespace: operator
       name: operator
       containers:
         - name: operator
-          image: registry.example.com/operator:latest
+          image: registry.example.com/operator:1.2.3
""",
    },
    says="""
the chart operator 1.2.3: the image registry.example.com/operator:latest has the tag latest, which
moves; set the tag of one version in the chart's values
""",
    see=("https://kubernetes.io/docs/concepts/containers/images/",),
)
def every_image_of_a_chart_is_pinned(built: Built) -> Found:
    """A restart of what a chart installs runs the same image.

    Each container that a chart renders, hooks left aside, has an image with a tag other than `latest`, or with a
    digest.
    """
    for release, known in built.releases:
        moving = {
            container.image: problem
            for workload in known.facts.workloads
            if not workload.hook
            for container in (*workload.containers, *workload.init_containers)
            if (problem := why_not_pinned(container.image))
        }
        for image, problem in moving.items():
            yield Hit(
                release.construct,
                f"the chart {release.chart}",
                f"the image {image} {problem}",
                "set the tag of one version in the chart's values",
            )
    yield from unseen(built)
