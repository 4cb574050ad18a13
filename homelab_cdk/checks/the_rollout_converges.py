"""From an empty cluster everything becomes ready."""

from __future__ import annotations

from ..model import ObjectKey
from ..order import FLUX_NAMESPACE, Built
from ..rollout import rollout_of, simulate
from ._rule import Found, Hit, rule
from ._standing import unseen
from ._twins import without_twins

_OTHERS = frozenset({"account", "config map", "secret", "source", "suspended", "timeout"})
"""Faults that rules of their own look at, more closely or more leniently: a person may create a Secret."""


@rule(
    "HL203",
    "the_rollout_converges",
    needs="lab",
    see=(
        "https://github.com/fluxcd/kustomize-controller/issues/601",
        "https://github.com/fluxcd/flux2/issues/1806",
        "https://github.com/cert-manager/cert-manager/issues/4453",
    ),
)
def the_rollout_converges(built: Built) -> Found:
    """From an empty cluster everything becomes ready.

    The roll-out is simulated: the bootstrap set, then the tree as Flux applies it, with CRDs, webhooks, namespaces and
    storage classes appearing when their owner is ready. Nothing is refused on the way, however long each step takes, and
    nothing waits for ever; `homelab graph --waves` shows it wave by wave.
    """
    constructs = {
        ObjectKey("kustomize.toolkit.fluxcd.io", "Kustomization", FLUX_NAMESPACE, unit.name): unit.chart.path
        for unit in built.units
    }
    # Only where something is wrong with one of a sort, all of them are followed.
    few = without_twins(built)
    blocks = simulate(rollout_of(few)).blocks
    if few is not built and any(block.reason not in _OTHERS for block in blocks):
        blocks = simulate(rollout_of(built)).blocks
    for block in blocks:
        if block.reason in _OTHERS:
            continue
        item = built.by_key.get(block.object) or built.by_key.get(block.where)
        where = item.path if item is not None else constructs.get(block.where, "lab")
        reason, _, fix = block.message.rpartition("; ")
        yield Hit(where, str(block.object), reason or fix, fix if reason else "add it to what comes before Flux")
    yield from unseen(built)
