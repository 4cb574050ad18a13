"""No unit waits for what stands still."""

from __future__ import annotations

from ..order import FLUX_GROUPS, Built, waits_for
from ._read import at
from ._rule import Found, Hit, rule


@rule(
    "HL208",
    "no_unit_waits_for_a_suspended_object",
    level="warning",
    example="""
 apiVersion: helm.toolkit.fluxcd.io/v2
 kind: HelmRelease
 metadata: {name: tea, namespace: tea}
 spec:
-  suspend: true
+  releaseName: tea
""",
    says="""
HelmRelease.helm.toolkit.fluxcd.io tea/tea: spec.suspend is true, and the unit objects waits for it;
leave the object out, or suspend it in the cluster with `flux suspend`
""",
    see=("https://github.com/fluxcd/kustomize-controller/issues/1100",),
)
def no_unit_waits_for_a_suspended_object(built: Built) -> Found:
    """No unit waits for what stands still.

    No Flux object is suspended in the tree where its unit waits for it: until the timeout, each time, and so does
    whatever depends on the unit.
    """
    for kind, items in built.by_kind.items():
        if kind.group in FLUX_GROUPS:
            for item in items:
                unit = built.unit_of[item]
                if at(item.body, "spec").get("suspend") is True and (unit.by_hand or waits_for(unit, item)):
                    yield Hit.of(
                        item,
                        f"spec.suspend is true, and the unit {unit.name} waits for it",
                        "leave the object out, or suspend it in the cluster with `flux suspend`",
                    )
