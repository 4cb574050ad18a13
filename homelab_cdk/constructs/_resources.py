"""Requests and limits of a container."""

from __future__ import annotations

from ..model import Body

__all__ = ["resources"]


def resources(*, cpu: str, memory: str, limit: str) -> Body:
    """Requests of CPU and memory with a memory limit; CPU is never limited, so that idle cores are never wasted.

    Args:
        cpu: requested CPU, such as `50m`.
        memory: requested memory, such as `64Mi`.
        limit: the memory at which the container is stopped.
    """
    return {"requests": {"cpu": cpu, "memory": memory}, "limits": {"memory": limit}}
