"""The Helm controller of k3s takes every object that is written for it."""

from __future__ import annotations

from ..order import Built
from ._read import at
from ._rule import Found, Hit, rule

_GROUP = "helm.cattle.io"
_POLICIES = ("abort", "retry", "reinstall")
"""What may become of a failed release (source: the CRDs of k3s-io/helm-controller, and `entry` in k3s-io/klipper-helm, which ends
with `Unknown failure policy` at any other); `retry` only on releases of k3s from July 2026 on."""


@rule(
    "HL409",
    "k3s_takes_every_helm_chart",
    local=True,
    example="""
 apiVersion: helm.cattle.io/v1
 kind: HelmChart
 metadata: {name: tea, namespace: kube-system}
 spec:
   repo: https://charts.example.com
   chart: tea
   version: 1.2.3
   targetNamespace: tea
-  failurePolicy: rollback
+  failurePolicy: abort
""",
    says="""
HelmChart.helm.cattle.io kube-system/tea: spec.failurePolicy is 'rollback', which k3s does not know;
write one of abort, retry, reinstall
""",
    see=("https://docs.k3s.io/add-ons/helm",),
)
def k3s_takes_every_helm_chart(built: Built) -> Found:
    """The Helm controller of k3s takes every object that is written for it.

    The `failurePolicy` of each HelmChart and HelmChartConfig of k3s is one that it knows, and each HelmChart names a chart or
    holds one, and is for Helm 3. The API server refuses an unknown policy, and with it everything else of the unit; a HelmChart
    without a chart is passed over in silence. The CRDs of these kinds are k3s' own, so `homelab lock` does not learn them.
    """
    for item in built.of(_GROUP, "HelmChart", "HelmChartConfig"):
        policy = at(item.body, "spec").get("failurePolicy")
        if policy is not None and policy not in _POLICIES:
            yield Hit.of(
                item,
                f"spec.failurePolicy is {policy!r}, which k3s does not know",
                f"write one of {', '.join(_POLICIES)}",
            )
    for item in built.of(_GROUP, "HelmChart"):
        spec = at(item.body, "spec")
        if not spec.get("chart") and not spec.get("chartContent"):
            yield Hit.of(
                item, "it has neither spec.chart nor spec.chartContent, so that k3s installs nothing", "name the chart"
            )
        version = spec.get("helmVersion")
        if version not in (None, "", "v3"):
            yield Hit.of(item, f"spec.helmVersion is {version!r}, and k3s installs with Helm 3 alone", "leave it out")
