"""Releases retry without uninstalling, replace their CRDs, and correct drift."""

from __future__ import annotations

from ..order import Built
from ._read import at, quoted
from ._rule import Found, Hit, rule

_K3S = "helm.cattle.io"
_UNMANAGED = "helmcharts.helm.cattle.io/unmanaged"


@rule(
    "HL405",
    "every_release_recovers_by_itself",
    level="warning",
    example="""
 apiVersion: helm.toolkit.fluxcd.io/v2
 kind: HelmRelease
 metadata: {name: tea, namespace: tea}
 spec:
-  install: {remediation: {retries: 3}}
+  install: {crds: CreateReplace, strategy: {name: RetryOnFailure}}
+  upgrade: {crds: CreateReplace, strategy: {name: RetryOnFailure}}
+  driftDetection: {mode: enabled}
""",
    says="""
HelmRelease.helm.toolkit.fluxcd.io tea/tea: spec.install.crds is not set, so that Flux creates the
chart's CRDs there; write CreateReplace, or Skip where somebody else owns them

HelmRelease.helm.toolkit.fluxcd.io tea/tea: spec.install.strategy.name is not set, so that a failure
is remediated, at worst by an uninstall; write RetryOnFailure

HelmRelease.helm.toolkit.fluxcd.io tea/tea: spec.upgrade.crds is not set, so that Flux skips the
chart's CRDs there; write CreateReplace, or Skip where somebody else owns them

HelmRelease.helm.toolkit.fluxcd.io tea/tea: spec.upgrade.strategy.name is not set, so that a failed
upgrade is not tried again; write RetryOnFailure

HelmRelease.helm.toolkit.fluxcd.io tea/tea: spec.driftDetection.mode is not set, so that nobody
corrects what is changed by hand; write enabled, with ignore rules for fields that a controller owns
""",
    see=(
        "https://github.com/fluxcd/helm-controller/issues/149",
        "https://github.com/fluxcd/flux2/issues/5592",
        "https://github.com/devantler-tech/platform/pull/1844",
        "https://github.com/k3s-io/helm-controller/issues/110",
    ),
)
def every_release_recovers_by_itself(built: Built) -> Found:
    """Releases retry without uninstalling, replace their CRDs, and correct drift.

    Each HelmRelease retries a failed install or upgrade (by default it does not) without remediation (which uninstalls), says
    what becomes of the chart's `crds/` folder on both occasions (by default an upgrade skips it), and detects drift (by default
    a deleted Deployment stays deleted). A HelmChart that k3s installs says what becomes of a failed release, too: by default
    k3s uninstalls it, with everything that is in it, and installs it anew.
    """
    yield from _of_k3s(built)
    for item in built.of("helm.toolkit.fluxcd.io", "HelmRelease"):
        spec = at(item.body, "spec")
        for action in ("install", "upgrade"):
            settings = at(spec, action)
            if not (settings.get("crds") or settings.get("skipCRDs")):
                yield Hit.of(
                    item,
                    f"spec.{action}.crds is not set, so that Flux {'creates' if action == 'install' else 'skips'}"
                    " the chart's CRDs there",
                    "write CreateReplace, or Skip where somebody else owns them",
                )
            strategy = at(settings, "strategy").get("name")
            if strategy != "RetryOnFailure":
                then = (
                    "a failure is remediated, at worst by an uninstall"
                    if at(settings, "remediation").get("retries")
                    else f"a failed {action} is not tried again"
                )
                yield Hit.of(
                    item, f"spec.{action}.strategy.name is {quoted(strategy)}, so that {then}", "write RetryOnFailure"
                )
        mode = at(spec, "driftDetection").get("mode")
        if mode != "enabled":
            yield Hit.of(
                item,
                f"spec.driftDetection.mode is {quoted(mode)}, so that nobody corrects what is changed by hand",
                "write enabled, with ignore rules for fields that a controller owns",
            )


def _of_k3s(built: Built) -> Found:
    settings = {item.key.name: at(item.body, "spec") for item in built.of(_K3S, "HelmChartConfig")}
    for item in built.of(_K3S, "HelmChart"):
        if _UNMANAGED in at(item.body, "metadata", "annotations"):
            continue
        # What a HelmChartConfig of the same name says comes first.
        policy = settings.get(item.key.name, {}).get("failurePolicy") or at(item.body, "spec").get("failurePolicy")
        if policy in (None, "", "reinstall"):
            yield Hit.of(
                item,
                f"spec.failurePolicy is {quoted(policy)}, so that k3s uninstalls a failed release and installs it anew",
                "write abort, or retry where k3s is of July 2026 or later",
            )
