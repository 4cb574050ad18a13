"""What the distribution of a lab brings along, and what of it the lab replaces."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ..model import PACKAGED, Packaged, Replacement
from ._capability import Capability
from ._claim import Cni, Gateway, GatewayApi, LoadBalancer, ResourceMetrics, StorageClass
from ._surroundings import Surroundings

__all__ = ["left_to_the_distribution", "replaced_by_the_lab"]

_CAPABILITIES: Mapping[Replacement, type[Capability]] = MappingProxyType(
    {
        "Cni": Cni,
        "Gateway": Gateway,
        "GatewayApi": GatewayApi,
        "LoadBalancer": LoadBalancer,
        "ResourceMetrics": ResourceMetrics,
        "StorageClass": StorageClass,
    }
)


def left_to_the_distribution(surroundings: Surroundings) -> list[Packaged]:
    """The parts that the distribution brings and that stay, in the order of the table."""
    return [part for part in _parts(surroundings) if not _is_replaced(part, surroundings)]


def replaced_by_the_lab(surroundings: Surroundings) -> list[Packaged]:
    """The parts that the distribution would bring although the lab has its own."""
    return [part for part in _parts(surroundings) if _is_replaced(part, surroundings)]


def _parts(surroundings: Surroundings) -> tuple[Packaged, ...]:
    return PACKAGED[surroundings.config.cluster.distribution]


def _is_replaced(part: Packaged, surroundings: Surroundings) -> bool:
    return any(surroundings.capabilities.all(_CAPABILITIES[name]) for name in part.replaced_by)
