"""Releases of k3s, and the kinds that it brings along."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ._objects import GroupKind

__all__ = ["K3S_GROUPS", "K3S_KINDS", "K3S_RELEASES"]

K3S_GROUPS = frozenset({"helm.cattle.io", "k3s.cattle.io"})
"""API groups of k3s itself."""

K3S_KINDS = frozenset(GroupKind("helm.cattle.io", kind) for kind in ("HelmChart", "HelmChartConfig"))
"""Kinds of k3s that people write objects of; their CRDs are there before anything of the tree is applied."""

K3S_RELEASES: Mapping[str, str] = MappingProxyType(
    {
        "1.34": "v1.34.9+k3s1",
        "1.35": "v1.35.6+k3s1",
        "1.36": "v1.36.3+k3s1",
    }
)
"""The release that is installed by default, by the minor version of Kubernetes (source: the releases of k3s-io/k3s; that
of 1.36 is the one in the stable channel)."""
