"""What is not known of a lab: facts that may not hold, and what brings objects of which nobody here knows."""

from __future__ import annotations

from collections.abc import Iterator

from ..constructs import KnownFacts
from ..order import Built, Item
from ._rule import Unknown, once

__all__ = ["if_assumed", "strangers", "unseen"]


def if_assumed(known: KnownFacts) -> str:
    """What to add to a message; empty where the facts are proven."""
    return "" if known.standing == "proven" else " (its facts are only assumed: `homelab lock` proves them)"


@once
def strangers(built: Built) -> list[Item]:
    """HelmReleases and Kustomizations among the objects that bring others of which there are no facts."""
    ours: set[tuple[str, str]] = set()
    for release, _ in built.releases:
        ours |= {(release.namespace, release.name), (release.namespace, release.chart.name)}
    found = [
        item
        for item in built.of("helm.toolkit.fluxcd.io", "HelmRelease")
        if (item.key.namespace, item.key.name) not in ours
    ]
    ours |= {(namespace, f"{name}-upstream") for namespace, name in ours}
    known = {id(unit.written) for unit in built.units if unit.written is not None}
    for item in built.of("kustomize.toolkit.fluxcd.io", "Kustomization"):
        if (item.key.namespace, item.key.name) not in ours and id(item.body) not in known:
            found.append(item)
    return found


def unseen(built: Built) -> Iterator[Unknown]:
    """What a rule about everything in the cluster has to say of charts and trees that it knows nothing of."""
    for release, known in built.releases:
        if known.standing == "unknown":
            reason = f"nothing is known of what it renders: {known.because}"
            yield Unknown(release.construct, f"the chart {release.chart}", reason, "run `homelab lock`")
    for item in strangers(built):
        if item.key.kind == "HelmRelease":
            fix = "install it with `HelmApp` and run `homelab lock`"
            yield Unknown.of(item, "nothing is known of what its chart renders", fix)
        else:
            yield Unknown.of(item, "nothing is known of what it applies")
