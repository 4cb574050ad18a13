"""Annotations stay within what Kubernetes takes."""

from __future__ import annotations

from ..order import Built
from ._read import at
from ._rule import Found, Hit, rule

_MOST = 256 * 1024
"""Bytes of all annotations of an object together (source: `TotalAnnotationSizeLimitB` of apimachinery)."""


@rule(
    "HL179",
    "every_annotation_fits",
    local=True,
)
def every_annotation_fits(built: Built) -> Found:
    """Annotations stay within what Kubernetes takes.

    The keys and values of the annotations of each object take at most 256 KiB together; the API server refuses more. What is long
    belongs into a ConfigMap.
    """
    for item in built.items:
        annotations = at(item.body, "metadata", "annotations")
        if not annotations:
            continue
        size = sum(len(str(text).encode(errors="replace")) for entry in annotations.items() for text in entry)
        if size > _MOST:
            yield Hit.of(
                item,
                f"its annotations take {size:,} bytes, Kubernetes takes {_MOST:,}",
                "keep the content in a ConfigMap",
            )
