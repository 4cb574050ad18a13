"""Deployments, Services, budgets and whatever else is about pods of the tree."""

from __future__ import annotations

from tests.mutation.damage import damage, drop, put

LEVEL = "objects"

APP = "Deployment reader/reader"
POD = "spec template spec"
CONTAINER = f"{POD} containers 0"


DAMAGES = (
    # What it runs
    damage(
        "an image is the latest",
        put(APP, f"{CONTAINER} image", "ghcr.io/miniflux/miniflux:latest"),
        caught_by="every_image_is_pinned",
    ),
    damage(
        "an image has no tag",
        put(APP, f"{CONTAINER} image", "ghcr.io/miniflux/miniflux"),
        caught_by="every_image_is_pinned",
    ),
    damage(
        "an image has a registry's port and no tag",
        put(APP, f"{CONTAINER} image", "registry.lan:5000/miniflux"),
        caught_by="every_image_is_pinned",
    ),
    damage("the image is left out", drop(APP, f"{CONTAINER} image"), caught_by="every_image_is_pinned"),
    damage("no resources are set", drop(APP, f"{CONTAINER} resources"), caught_by="every_container_sets_its_resources"),
    damage(
        "memory has no limit",
        drop(APP, f"{CONTAINER} resources limits"),
        caught_by="every_container_sets_its_resources",
    ),
    damage(
        "no CPU is requested",
        drop(APP, f"{CONTAINER} resources requests cpu"),
        caught_by="every_container_sets_its_resources",
    ),
    damage(
        "an init container has no resources",
        put(APP, f"{POD} initContainers", [{"name": "init", "image": "busybox:1.37.0"}]),
        caught_by="every_container_sets_its_resources",
        about="init",
    ),
    damage("more replicas than fit", put(APP, "spec replicas", 2000), caught_by="the_lab_fits_its_nodes"),
    damage(
        "a node selector that no machine meets",
        put(APP, f"{POD} nodeSelector", {"disk": "tape"}),
        caught_by="the_lab_fits_its_nodes",
    ),
    damage(
        "an architecture that no machine has",
        put(APP, f"{POD} nodeSelector", {"kubernetes.io/arch": "riscv64"}),
        caught_by="the_lab_fits_its_nodes",
    ),
    damage(
        "no probe looks at it",
        *(drop(APP, f"{CONTAINER} {probe}Probe") for probe in ("readiness", "liveness", "startup")),
        caught_by="every_container_is_probed",
    ),
    # Its privileges
    damage(
        "a container is privileged",
        put(APP, f"{CONTAINER} securityContext privileged", True),
        caught_by="host_access_is_allowed_by_its_namespace",
    ),
    damage(
        "pods have their machine's network",
        put(APP, f"{POD} hostNetwork", True),
        caught_by="host_access_is_allowed_by_its_namespace",
    ),
    damage(
        "pods see their machine's processes",
        put(APP, f"{POD} hostPID", True),
        caught_by="host_access_is_allowed_by_its_namespace",
    ),
    damage(
        "a folder of the machine is mounted",
        put(APP, f"{POD} volumes 0", {"name": "tmp", "hostPath": {"path": "/tmp"}}),
        caught_by="host_access_is_allowed_by_its_namespace",
    ),
    damage(
        "a port of the machine is taken",
        put(APP, f"{CONTAINER} ports 0 hostPort", 8080),
        caught_by="host_access_is_allowed_by_its_namespace",
    ),
    damage(
        "a capability beyond the baseline",
        put(APP, f"{CONTAINER} securityContext capabilities add", ["SYS_ADMIN"]),
        caught_by="host_access_is_allowed_by_its_namespace",
    ),
    damage(
        "it runs as root",
        put(APP, f"{POD} securityContext runAsUser", 0),
        caught_by="every_pod_meets_the_restricted_level",
    ),
    damage(
        "it may become root",
        drop(APP, f"{CONTAINER} securityContext allowPrivilegeEscalation"),
        caught_by="every_pod_meets_the_restricted_level",
    ),
    damage(
        "capabilities are kept",
        drop(APP, f"{CONTAINER} securityContext capabilities"),
        caught_by="every_pod_meets_the_restricted_level",
    ),
    damage(
        "no seccomp profile",
        drop(APP, f"{POD} securityContext seccompProfile"),
        caught_by="every_pod_meets_the_restricted_level",
    ),
    damage(
        "a sidecar is not restricted",
        put(APP, f"{POD} containers -", {"name": "side", "image": "busybox:1.37.0"}),
        caught_by="every_pod_meets_the_restricted_level",
        about="side",
    ),
    # What it reads
    damage(
        "an env reads a Secret of nobody",
        put(APP, f"{CONTAINER} env 6 valueFrom secretKeyRef name", "reader-postgres"),
        caught_by="every_configmap_and_secret_exists",
    ),
    damage(
        "an env reads a key of nobody",
        put(APP, f"{CONTAINER} env 6 valueFrom secretKeyRef key", "url"),
        caught_by="every_configmap_and_secret_exists",
        about="url",
    ),
    damage(
        "a volume is a ConfigMap of nobody",
        put(APP, f"{POD} volumes 0", {"name": "tmp", "configMap": {"name": "settings"}}),
        caught_by="every_configmap_and_secret_exists",
        about="settings",
    ),
    damage(
        "images are pulled with a Secret of nobody",
        put(APP, f"{POD} imagePullSecrets", [{"name": "registry"}]),
        caught_by="every_configmap_and_secret_exists",
        about="registry",
    ),
    damage(
        "a password stands in the environment",
        put(APP, f"{CONTAINER} env 7", {"name": "ADMIN_PASSWORD", "value": "hunter2hunter2"}),
        caught_by="no_literal_looks_like_a_credential",
    ),
    damage(
        "an address has a user's password",
        put(APP, f"{CONTAINER} env 6", {"name": "DATABASE", "value": "postgres://reader:hunter2@db:5432/reader"}),
        caught_by="no_literal_looks_like_a_credential",
    ),
    damage(
        "a volume is a claim of nobody",
        put(APP, f"{POD} volumes 0", {"name": "tmp", "persistentVolumeClaim": {"claimName": "data"}}),
        caught_by="the_rollout_converges",
    ),
    damage(
        "pods run as an account of nobody",
        put(APP, f"{POD} serviceAccountName", "reader"),
        caught_by="every_account_and_role_exists",
    ),
    damage(
        "a mount names no volume",
        put(APP, f"{CONTAINER} volumeMounts 0 name", "temp"),
        caught_by="every_mount_has_a_volume",
    ),
    damage(
        "a probe asks at a port that is none",
        put(APP, f"{CONTAINER} readinessProbe httpGet port", "web"),
        caught_by="every_probe_asks_at_a_port",
    ),
    damage(
        "pods are of a priority of nobody", put(APP, f"{POD} priorityClassName", "vip"), caught_by="every_class_exists"
    ),
)
