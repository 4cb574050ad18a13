"""What is not known of a lab: facts that may not hold, and what brings objects of which nobody here knows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..constructs import KnownFacts
from ..model import ObjectKey
from ..order import OPERATOR_GROUP, Built, Item
from ._read import at
from ._rule import Hit, Unknown, once

__all__ = ["applied", "bringer", "if_assumed", "if_known", "strangers", "unseen"]

_VARIABLE = re.compile(r"\$\{([_a-zA-Z][_a-zA-Z0-9]*)")
"""How a variable of Flux begins."""


def if_assumed(known: KnownFacts) -> str:
    """What to add to a message; empty where the facts are proven."""
    return "" if known.standing == "proven" else " (its facts are only assumed: `homelab lock` proves them)"


def if_known(built: Built, hit: Hit) -> Hit | Unknown:
    """What is wrong, unless that hangs on a variable whose value the tree does not show."""
    if "${" not in hit.reason and "${" not in hit.subject:
        return hit
    named = [name for name in _VARIABLE.findall(f"{hit.subject} {hit.reason}") if name in _hidden(built)]
    if not named:
        return hit
    told = f"{hit.reason}, and the tree does not show what ${{{named[0]}}} stands for"
    return Unknown(hit.where, hit.subject, told, hit.fix, hit.place)


@once
def _hidden(built: Built) -> frozenset[str]:
    return frozenset[str]().union(*built.beyond.variables.values())


@once
def strangers(built: Built) -> list[Item]:
    """HelmReleases, Kustomizations and ResourceSets among the objects that bring others of which there are no facts."""
    ours: set[tuple[str, str]] = set()
    for release, _ in built.releases:
        ours |= {(release.namespace, release.name), (release.namespace, release.chart.name)}
    found = [
        item
        for item in built.of("helm.toolkit.fluxcd.io", "HelmRelease")
        if (item.key.namespace, item.key.name) not in ours
    ]
    ours |= {(namespace, f"{name}-upstream") for namespace, name in ours}
    known = applied(built)
    for item in built.of("kustomize.toolkit.fluxcd.io", "Kustomization"):
        if (item.key.namespace, item.key.name) not in ours and item.key not in known:
            found.append(item)
    return [*found, *built.of(OPERATOR_GROUP, "ResourceSet")]


@once
def applied(built: Built) -> frozenset[ObjectKey]:
    """The Kustomizations among the objects of which it is known what they apply."""
    return frozenset(
        ObjectKey.of(unit.written) for unit in built.units if unit.written is not None and not unit.by_hand
    )


def bringer(built: Built, namespace: str, asker: Item) -> str:
    """What may bring objects of any kind into a namespace, of which nothing is known; empty where nothing may.

    Charts are left out, and so is whatever asks: that cannot bring what it needs itself.
    """
    for place, item, what in _bringers(built):
        if place in ("", namespace) and item is not asker:
            return what
    return built.beyond.adrift.get(namespace, "")


@once
def _bringers(built: Built) -> list[tuple[str, Item | None, str]]:
    """Namespace, empty for all of them, the object where it is one, and what to call it."""
    found: list[tuple[str, Item | None, str]] = [
        (str(at(item.body, "spec").get("targetNamespace") or ""), item, str(item.key))
        for item in strangers(built)
        if item.key.kind != "HelmRelease"
    ]
    return [*found, *(("", None, what) for _, what, _ in built.beyond.sources)]


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
    for where, what, reason in built.beyond.sources:
        yield Unknown(where, what, reason)
