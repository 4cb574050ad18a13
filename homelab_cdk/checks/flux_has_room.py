"""Flux is of a size that its work fits into."""

from __future__ import annotations

from ..bootstrap import SMALL, flux_of
from ..order import Built
from ._rule import Found, Hit, rule


@rule(
    "HL212",
    "flux_has_room",
    level="warning",
    needs="lab",
    example={
        "homelab.yaml": """
-gitOps: {flux: {size: small}}
+gitOps: {flux: {size: medium}}
""",
        "apps/sites.py": """
 from homelab_cdk import Lab, WebApp


 def build(lab: Lab) -> None:
     for number in range(60):
         WebApp(lab, f"site-{number}", image="registry.example.com/site:1.2.3")
""",
    },
    says="""
FluxInstance flux-system/flux: the lab has 62 units, and the size small is meant for up to 50; set
`gitOps: {flux: {size: medium}}` in homelab.yaml
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
