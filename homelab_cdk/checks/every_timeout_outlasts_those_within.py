"""A unit waits longer than the releases in it."""

from __future__ import annotations

from ..model import seconds
from ..order import Built, kustomization_of, waits_for
from ._read import at
from ._rule import Found, Hit, rule

_DEFAULT = "5m"
"""A HelmRelease's timeout where none is set (source: Flux's reference)."""


@rule(
    "HL207",
    "every_timeout_outlasts_those_within",
    example="""
 apiVersion: kustomize.toolkit.fluxcd.io/v1
 kind: Kustomization
 metadata: {name: objects, namespace: flux-system}
 spec:
   path: ./objects
-  timeout: 5m
+  timeout: 15m
   wait: true
 ---
 apiVersion: helm.toolkit.fluxcd.io/v2
 kind: HelmRelease
 metadata: {name: tea, namespace: tea}
 spec:
   timeout: 10m
""",
    says="""
HelmRelease.helm.toolkit.fluxcd.io tea/tea: its timeout of 10m is no shorter than that of its unit
objects, 5m; set the component's `timeout` above 10m (in minutes), or shorten this one
""",
    see=("https://github.com/fluxcd/kustomize-controller/issues/701",),
)
def every_timeout_outlasts_those_within(built: Built) -> Found:
    """A unit waits longer than the releases in it.

    The timeout of each unit is longer than that of every HelmRelease and Kustomization in it that it waits for; else the
    outer one gives up first, and reports a failure while the inner one still works.
    """
    for item in (
        *built.of("helm.toolkit.fluxcd.io", "HelmRelease"),
        *built.of("kustomize.toolkit.fluxcd.io", "Kustomization"),
    ):
        unit = built.unit_of[item]
        if item.body is unit.written or not waits_for(unit, item):
            continue
        outer = at(kustomization_of(unit), "spec").get("timeout")
        inner = at(item.body, "spec").get("timeout") or _DEFAULT
        outer_length, inner_length = seconds(outer), seconds(inner)
        if inner_length is not None and outer_length is not None and inner_length >= outer_length:
            yield Hit.of(
                item,
                f"its timeout of {inner} is no shorter than that of its unit {unit.name}, {outer}",
                f"set the component's `timeout` above {inner} (in minutes), or shorten this one",
            )
