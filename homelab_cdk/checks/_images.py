"""Container images and their tags."""

from __future__ import annotations

from functools import lru_cache

__all__ = ["why_not_pinned"]


@lru_cache(maxsize=4096)
def why_not_pinned(image: str) -> str:
    """Why an image may change without a commit; empty where it is pinned by tag or digest."""
    if "@sha256:" in image:
        return ""
    tag = image.rpartition("/")[2].partition(":")[2]
    if not tag:
        return "has no tag"
    return "has the tag latest, which moves" if tag == "latest" else ""
