"""Releases of k3s."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["K3S_RELEASES"]

K3S_RELEASES: Mapping[str, str] = MappingProxyType(
    {
        "1.34": "v1.34.9+k3s1",
        "1.35": "v1.35.6+k3s1",
        "1.36": "v1.36.3+k3s1",
    }
)
"""The release that is installed by default, by the minor version of Kubernetes (source: the releases of k3s-io/k3s; that
of 1.36 is the one in the stable channel)."""
