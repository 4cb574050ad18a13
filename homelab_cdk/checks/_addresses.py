"""Addresses that the lab asks its load balancer for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..order import Built
from ._gateways import GROUP
from ._read import Map, at, mapping, maps
from ._rule import once

__all__ = ["Wanted", "wanted"]

_LISTS = frozenset({"metallb.io/loadBalancerIPs", "metallb.universe.tf/loadBalancerIPs", "kube-vip.io/loadbalancerIPs"})
_SHARING = ("metallb.io/allow-shared-ip", "metallb.universe.tf/allow-shared-ip")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An address, who wants it, and the key under which it may be shared; where it stands in words."""

    address: str
    path: str
    subject: str
    field: str
    sharing: str = ""


@once
def wanted(built: Built) -> list[Wanted]:
    """Every address that a Service, a Gateway or the values of a release ask for."""
    found: list[Wanted] = []
    for item in built.of("", "Service"):
        spec = at(item.body, "spec")
        annotations = at(item.body, "metadata", "annotations")
        if spec.get("type") == "LoadBalancer" or annotations:
            sharing = next((str(annotations[key]) for key in _SHARING if key in annotations), "")
            for field, address in _in(annotations, "metadata.annotations"):
                found.append(
                    Wanted(address=address, path=item.path, subject=str(item.key), field=field, sharing=sharing)
                )
            if spec.get("loadBalancerIP"):
                found.append(
                    Wanted(
                        address=str(spec["loadBalancerIP"]),
                        path=item.path,
                        subject=str(item.key),
                        field="spec.loadBalancerIP",
                        sharing=sharing,
                    )
                )
    for item in built.of(GROUP, "Gateway"):
        for number, entry in enumerate(maps(at(item.body, "spec").get("addresses"))):
            if entry.get("type", "IPAddress") == "IPAddress" and entry.get("value"):
                found.append(
                    Wanted(
                        address=str(entry["value"]),
                        path=item.path,
                        subject=str(item.key),
                        field=f"spec.addresses[{number}]",
                    )
                )
    for item in built.of("helm.toolkit.fluxcd.io", "HelmRelease"):
        for field, address in _in(mapping(at(item.body, "spec").get("values")), "spec.values"):
            # One release may give one address to several of its Services.
            found.append(
                Wanted(address=address, path=item.path, subject=str(item.key), field=field, sharing=str(item.key))
            )
    return found


def _in(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        entries: Map = value
        for key, inner in entries.items():
            if isinstance(inner, str):
                if key == "loadBalancerIP" and inner:
                    yield f"{path}.{key}", inner
                elif key in _LISTS:
                    for address in inner.split(","):
                        yield f"{path}[{key}]", address.strip()
            else:
                yield from _in(inner, f"{path}.{key}")
    elif isinstance(value, (list, tuple)):
        for number, inner in enumerate(value):
            yield from _in(inner, f"{path}[{number}]")
