"""Flux objects: sources, releases, Kustomizations, the instance."""

from __future__ import annotations

from tests.mutation.damage import added, copied, damage, drop, put, removed

LEVEL = "objects"

RELEASE = "HelmRelease gitea/gitea"
INDEXED = "HelmRelease calico/calico".replace("calico/", "tigera-operator/", 1)
CHART = "OCIRepository gitea/gitea"
REPOSITORY = "HelmRepository tigera-operator/calico"
SOURCE = "GitRepository flux-system/gateway-api-upstream"
UPSTREAM = "Kustomization flux-system/gateway-api-upstream"
INSTANCE = "FluxInstance flux-system/flux"
UNSET = "ConfigMap gitea/gitea-unset-values"


def _flux(kind: str, **spec: object) -> dict[str, object]:
    return {
        "apiVersion": "notification.toolkit.fluxcd.io/v1beta3"
        if kind != "Receiver"
        else "notification.toolkit.fluxcd.io/v1",
        "kind": kind,
        "metadata": {"name": "side", "namespace": "flux-system"},
        "spec": spec,
    }


DAMAGES = (
    # Versions and fields
    damage(
        "a release is of a version that is gone",
        put(RELEASE, "apiVersion", "helm.toolkit.fluxcd.io/v2beta1"),
        caught_by="every_flux_object_has_the_served_version",
    ),
    damage(
        "a source is of a version that is gone",
        put(SOURCE, "apiVersion", "source.toolkit.fluxcd.io/v1beta2"),
        caught_by="every_flux_object_has_the_served_version",
    ),
    damage(
        "a Flux kind is none",
        put(REPOSITORY, "kind", "HelmRepo"),
        caught_by="every_flux_object_has_the_served_version",
        about="HelmRepo",
    ),
    damage(
        "a field of a release is misspelt",
        put(RELEASE, "spec dependOn", []),
        caught_by="every_custom_resource_fits_its_crd",
        about="dependOn",
    ),
    damage(
        "a release has a field of a Kustomization",
        put(RELEASE, "spec prune", True),
        caught_by="every_custom_resource_fits_its_crd",
        about="prune",
    ),
    damage(
        "a release has two charts",
        put(
            RELEASE,
            "spec chart",
            {"spec": {"chart": "gitea", "sourceRef": {"kind": "HelmRepository", "name": "gitea"}}},
        ),
        caught_by="every_rule_of_a_crd_holds",
    ),
    damage(
        "a deprecated field of Flux",
        put(UPSTREAM, "spec patchesStrategicMerge", []),
        caught_by="every_custom_resource_fits_its_crd",
    ),
    damage(
        "a source's provider is none",
        put(SOURCE, "spec provider", "gitlab"),
        caught_by="every_custom_resource_fits_its_crd",
    ),
    # References
    damage(
        "a release's chart is of nobody",
        put(RELEASE, "spec chartRef name", "gitea-chart"),
        caught_by="every_flux_reference_exists",
    ),
    damage(
        "a release's repository is of nobody",
        put(INDEXED, "spec chart spec sourceRef name", "tigera"),
        caught_by="every_flux_reference_exists",
    ),
    damage("a repository is gone", removed(REPOSITORY), caught_by="every_flux_reference_exists", about="calico"),
    damage(
        "a release waits for one of nobody",
        put(INDEXED, "spec dependsOn 0 name", "crds"),
        caught_by="every_flux_reference_exists",
    ),
    damage(
        "a Kustomization reads a source of nobody",
        put(UPSTREAM, "spec sourceRef name", "gateway-api"),
        caught_by="every_flux_reference_exists",
    ),
    damage(
        "a source's Secret is of nobody",
        put(SOURCE, "spec secretRef", {"name": "git-token"}),
        caught_by="every_flux_secret_exists",
    ),
    damage(
        "a chart's Secret is of nobody",
        put(CHART, "spec secretRef", {"name": "registry"}),
        caught_by="every_flux_secret_exists",
    ),
    damage(
        "values come from a ConfigMap of nobody",
        put(RELEASE, "spec valuesFrom 0 name", "gitea-values"),
        caught_by="every_configmap_and_secret_exists",
    ),
    damage(
        "values come from a key of nobody",
        put(RELEASE, "spec valuesFrom 0 valuesKey", "all.yaml"),
        caught_by="every_configmap_and_secret_exists",
    ),
    damage(
        "a change of values goes unnoticed", drop(UNSET, "metadata labels"), caught_by="every_values_source_is_watched"
    ),
    damage(
        "the ConfigMap with values is gone",
        removed(UNSET),
        caught_by="every_configmap_and_secret_exists",
        about="gitea-unset-values",
    ),
    damage(
        "an alert's provider is of nobody",
        added(
            UPSTREAM,
            _flux("Alert", providerRef={"name": "chat"}, eventSources=[{"kind": "Kustomization", "name": "*"}]),
        ),
        caught_by="every_flux_reference_exists",
    ),
    damage(
        "an alert's source is of nobody",
        added(
            UPSTREAM,
            _flux(
                "Alert",
                providerRef={"name": "side"},
                eventSources=[{"kind": "HelmRelease", "name": "rss", "namespace": "rss"}],
            ),
        ),
        added(UPSTREAM, _flux("Provider", type="generic", address="https://example.com")),
        caught_by="every_event_source_exists",
    ),
    damage(
        "a receiver is reached by nobody",
        added(
            UPSTREAM,
            _flux(
                "Receiver",
                type="generic",
                secretRef={"name": "token"},
                resources=[{"kind": "GitRepository", "name": "flux-system"}],
            ),
        ),
        caught_by="every_receiver_is_reached",
    ),
    damage(
        "two Kustomizations apply one folder",
        copied(UPSTREAM, metadata__name="again"),
        caught_by="every_kustomization_has_a_folder_of_its_own",
    ),
    # Pins
    damage(
        "a chart is of a range", put(INDEXED, "spec chart spec version", ">=3.30.0"), caught_by="every_chart_is_pinned"
    ),
    damage("a chart has no version", drop(INDEXED, "spec chart spec version"), caught_by="every_chart_is_pinned"),
    damage("a chart's tag moves", put(CHART, "spec ref", {"tag": "latest"}), caught_by="every_chart_is_pinned"),
    damage(
        "a chart's artifact is a range", put(CHART, "spec ref", {"semver": "12.x"}), caught_by="every_chart_is_pinned"
    ),
    damage("a chart's tag is a range", put(CHART, "spec ref", {"tag": "12.x"}), caught_by="every_chart_is_pinned"),
    damage("a chart's artifact has no ref", drop(CHART, "spec ref"), caught_by="every_source_has_a_ref"),
    damage("a Git source has no ref", drop(SOURCE, "spec ref"), caught_by="every_source_has_a_ref"),
    damage(
        "a Git source follows a branch",
        put(SOURCE, "spec ref", {"branch": "main"}),
        caught_by="every_upstream_is_pinned",
    ),
    damage(
        "a chart is read from an OCI index",
        put(REPOSITORY, "spec type", "oci"),
        caught_by="every_oci_chart_has_a_repository_of_its_own",
    ),
    damage(
        "the instance's Flux is of any version",
        put(INSTANCE, "spec distribution version", "*"),
        caught_by="flux_stays_at_one_minor",
    ),
    # What Kustomizations do
    damage(
        "a Kustomization substitutes",
        put(UPSTREAM, "spec postBuild", {"substitute": {"a": "b"}}),
        caught_by="nothing_is_substituted",
    ),
    damage(
        "a Kustomization stands still",
        put(UPSTREAM, "spec suspend", True),
        caught_by="no_unit_waits_for_a_suspended_object",
    ),
    damage(
        "health is checked and not looked at",
        put(
            UPSTREAM,
            "spec healthChecks",
            [{"apiVersion": "apps/v1", "kind": "Deployment", "name": "x", "namespace": "gitea"}],
        ),
        caught_by="every_health_check_is_looked_at",
    ),
    damage(
        "a health expression is no CEL",
        put(UPSTREAM, "spec healthCheckExprs", [{"apiVersion": "a/v1", "kind": "B", "current": "status."}]),
        caught_by="every_health_check_is_looked_at",
    ),
    damage("a Kustomization forces", put(UPSTREAM, "spec force", True), caught_by="nothing_is_forced"),
    damage(
        "a Kustomization decrypts with a key of nobody",
        put(UPSTREAM, "spec decryption", {"provider": "sops", "secretRef": {"name": "age"}}),
        caught_by="every_flux_secret_exists",
    ),
    damage(
        "what brings CRDs may be pruned",
        drop("HelmRelease cert-manager/cert-manager", "metadata annotations"),
        caught_by="data_is_protected_from_pruning",
    ),
    # Flux itself
    damage(
        "Flux lets everybody in", put(INSTANCE, "spec cluster networkPolicy", False), caught_by="flux_lets_nobody_in"
    ),
    damage(
        "Flux reads the repository every ten seconds",
        put(INSTANCE, "spec sync interval", "10s"),
        caught_by="every_flux_duration_is_valid",
    ),
    damage(
        "Flux reads the repository in words",
        put(INSTANCE, "spec sync interval", "every minute"),
        caught_by="every_flux_duration_is_valid",
    ),
    damage(
        "Flux lacks a controller that the tree needs",
        put(INSTANCE, "spec components", ["source-controller", "kustomize-controller", "notification-controller"]),
        caught_by="flux_has_every_controller",
    ),
    damage(
        "Flux' size is none", put(INSTANCE, "spec cluster size", "tiny"), caught_by="every_custom_resource_fits_its_crd"
    ),
)
