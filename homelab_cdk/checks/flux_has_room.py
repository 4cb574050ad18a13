"""Flux is of a size that its work fits into."""

from __future__ import annotations

from ..bootstrap import SMALL, flux_of
from ..order import Built
from ._rule import Found, Hit, rule


@rule(
    "HL313",
    "flux_has_room",
    level="warning",
    needs="lab",
    fault="""
gitOps: {flux: {size: small}}
""",
    mended="""
gitOps: {flux: {size: medium}}
""",
)
def flux_has_room(built: Built) -> Found:
    """Flux is of a size that its work fits into.

    A lab with more than fifty units has a Flux of the size `medium` or `large`: the small one applies five at a time,
    and commits take longer the more there are.
    """
    flux = flux_of(built)
    if flux.size == "small" and len(built.units) > SMALL:
        yield Hit(
            flux.path,
            "FluxInstance flux-system/flux",
            f"the lab has {len(built.units)} units, and the size small is meant for up to {SMALL}",
            "set `gitOps: {flux: {size: medium}}` in homelab.yaml",
        )
