"""How releases and Kustomizations behave, and for how long they wait."""

from __future__ import annotations

from homelab_cdk.model import Body
from tests.mutation.damage import added, copied, damage, drop, put

LEVEL = "objects"

RELEASE = "HelmRelease gitea/gitea"
SOURCE = "GitRepository flux-system/gateway-api-upstream"
UPSTREAM = "Kustomization flux-system/gateway-api-upstream"


def _of_k3s(**spec: str) -> Body:
    whole = {"chart": "oci://registry.example.com/charts/side", "version": "1.2.3", **spec}
    metadata = {"name": "side", "namespace": "kube-system"}
    return {"apiVersion": "helm.cattle.io/v1", "kind": "HelmChart", "metadata": metadata, "spec": whole}


DAMAGES = (
    # How releases behave
    damage("a release's name is derived", drop(RELEASE, "spec releaseName"), caught_by="every_release_is_explicit"),
    damage(
        "a release's records lie elsewhere",
        put(RELEASE, "spec targetNamespace", "git"),
        caught_by="every_release_is_explicit",
    ),
    damage("a release's name is too long", put(RELEASE, "spec releaseName", "g" * 54), caught_by="every_name_is_valid"),
    damage(
        "a failed install is never tried again",
        drop(RELEASE, "spec install strategy"),
        caught_by="every_release_recovers_by_itself",
    ),
    damage(
        "a failed upgrade is never tried again",
        drop(RELEASE, "spec upgrade strategy"),
        caught_by="every_release_recovers_by_itself",
    ),
    damage(
        "a failed upgrade uninstalls",
        put(RELEASE, "spec upgrade strategy", {"name": "RemediateOnFailure"}),
        put(RELEASE, "spec upgrade remediation", {"strategy": "uninstall", "retries": 3}),
        caught_by="every_release_recovers_by_itself",
    ),
    damage(
        "a release makes its namespace",
        put(RELEASE, "spec install createNamespace", True),
        caught_by="every_namespace_is_an_object",
    ),
    damage(
        "a release stands still", put(RELEASE, "spec suspend", True), caught_by="no_unit_waits_for_a_suspended_object"
    ),
    damage(
        "drift is not corrected", drop(RELEASE, "spec driftDetection"), caught_by="every_release_recovers_by_itself"
    ),
    damage(
        "the history of a release is without end",
        put(RELEASE, "spec maxHistory", 0),
        caught_by="every_release_has_one_owner",
    ),
    damage(
        "two objects install one release",
        copied(RELEASE, metadata__name="gitea-again"),
        caught_by="every_release_has_one_owner",
    ),
    damage(
        "k3s is told what it does not know",
        added(RELEASE, _of_k3s(failurePolicy="rollback")),
        caught_by="k3s_takes_every_helm_chart",
    ),
    damage(
        "k3s uninstalls what fails",
        added(RELEASE, _of_k3s(failurePolicy="reinstall")),
        caught_by="every_release_recovers_by_itself",
    ),
    damage(
        "k3s installs whatever is the latest",
        added(RELEASE, _of_k3s(failurePolicy="abort", version="1.x")),
        caught_by="every_chart_is_pinned",
    ),
    # Times
    damage(
        "an interval is no duration", put(RELEASE, "spec interval", "1 hour"), caught_by="every_flux_duration_is_valid"
    ),
    damage(
        "an interval is ten seconds", put(RELEASE, "spec interval", "10s"), caught_by="every_flux_duration_is_valid"
    ),
    damage("an interval is in days", put(RELEASE, "spec interval", "1d"), caught_by="every_flux_duration_is_valid"),
    damage("a timeout is a number", put(RELEASE, "spec timeout", 15), caught_by="every_flux_duration_is_valid"),
    damage(
        "a source's timeout is in hours", put(SOURCE, "spec timeout", "1h"), caught_by="every_flux_duration_is_valid"
    ),
    damage(
        "a release takes longer than its unit waits",
        put(RELEASE, "spec timeout", "2h"),
        caught_by="every_timeout_outlasts_those_within",
    ),
    damage(
        "a Kustomization tries again at the next interval",
        drop(UPSTREAM, "spec retryInterval"),
        caught_by="every_kustomization_retries_soon",
    ),
    damage(
        "a Kustomization outlasts the unit that holds it",
        put(UPSTREAM, "spec timeout", "3h"),
        caught_by="every_timeout_outlasts_those_within",
    ),
    damage(
        "a release has a field that is about to go",
        put(RELEASE, "spec install skipCRDs", True),
        caught_by="no_field_of_flux_is_deprecated",
    ),
)
