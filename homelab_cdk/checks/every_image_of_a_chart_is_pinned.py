"""A restart of what a chart installs runs the same image."""

from __future__ import annotations

from ..order import Built
from ._images import why_not_pinned
from ._rule import Found, Hit, rule
from ._standing import unseen


@rule("HL604", "every_image_of_a_chart_is_pinned", level="warning")
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
