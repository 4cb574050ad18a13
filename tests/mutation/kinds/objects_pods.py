"""Deployments, Services, budgets and whatever else is about pods of the tree."""

from __future__ import annotations

from homelab_cdk._errors import OrderError
from tests.mutation.damage import Refused, added, copied, damage, drop, put, removed, renamed

LEVEL = "objects"

APP = "Deployment reader/reader"
POD = "spec template spec"
CONTAINER = f"{POD} containers 0"


def _deployment(**changes: object) -> dict[str, object]:
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "side", "namespace": "reader"},
        **changes,
    }


DAMAGES = (
    # The form of the object
    damage(
        "a Deployment is of a removed version",
        put(APP, "apiVersion", "extensions/v1beta1"),
        caught_by="every_api_version_is_served",
    ),
    damage(
        "a Deployment is of a version that never was",
        put(APP, "apiVersion", "apps/v3"),
        caught_by="every_api_version_is_served",
    ),
    damage(
        "a field is misspelt",
        renamed(APP, CONTAINER + " image", "imagee"),
        caught_by="every_core_object_fits_kubernetes",
        about="imagee",
    ),
    damage(
        "replicas are text",
        put(APP, "spec replicas", "one"),
        caught_by="every_core_object_fits_kubernetes",
        about="replicas",
    ),
    damage(
        "a list is a mapping",
        put(APP, f"{CONTAINER} ports", {"http": 8080}),
        caught_by="every_core_object_fits_kubernetes",
        about="ports",
    ),
    damage(
        "a number is beyond its bounds",
        put(APP, f"{CONTAINER} ports 0 containerPort", 70000),
        caught_by="every_core_object_fits_kubernetes",
        about="containerPort",
    ),
    damage(
        "an enumeration has another value",
        put(APP, f"{CONTAINER} imagePullPolicy", "Sometimes"),
        caught_by="every_core_object_fits_kubernetes",
        about="imagePullPolicy",
    ),
    damage(
        "the selector is left out",
        drop(APP, "spec selector"),
        caught_by="every_core_object_fits_kubernetes",
        about="selector",
    ),
    damage(
        "the selector takes other pods",
        put(APP, "spec selector matchLabels", {"app": "other"}),
        caught_by="every_workload_selects_its_own_pods",
    ),
    damage(
        "a quantity is none",
        put(APP, f"{CONTAINER} resources requests memory", "64 MB"),
        caught_by="every_core_object_fits_kubernetes",
        about="memory",
    ),
    damage("a name has capitals", put(APP, "metadata name", "Reader"), caught_by="every_name_is_valid", about="Reader"),
    damage(
        "a name is too long for a label",
        put("Service reader/reader", "metadata name", "r" * 64),
        caught_by="every_name_is_valid",
        about="rrr",
    ),
    damage(
        "a container's name has an underscore",
        put(APP, f"{CONTAINER} name", "web_app"),
        caught_by="every_name_is_valid",
        about="web_app",
    ),
    damage(
        "a port's name is too long",
        put(APP, f"{CONTAINER} ports 0 name", "http-of-the-reader"),
        caught_by="every_name_is_valid",
        about="http-of-the-reader",
    ),
    damage("a label's value is too long", put(APP, "metadata labels app", "a" * 64), caught_by="every_label_is_valid"),
    damage("a label's key has two slashes", put(APP, "metadata labels a/b/c", "d"), caught_by="every_label_is_valid"),
    damage("a label is a number", put(APP, "metadata labels version", 2), caught_by="every_label_is_valid"),
    damage(
        "an annotation is true",
        put(APP, "metadata annotations", {"example.com/on": True}),
        caught_by="every_label_is_valid",
    ),
    damage(
        "a text has a character that kustomize loses",
        put(APP, "metadata annotations", {"a": "b\x85c"}),
        caught_by="kustomize_reads_every_text_back",
    ),
    damage("the namespace is left out", drop(APP, "metadata namespace"), caught_by="every_object_has_its_scope"),
    damage(
        "the namespace is one of nobody",
        put(APP, "metadata namespace", "elsewhere"),
        caught_by=Refused(text="which nothing in this lab creates", error=OrderError),
    ),
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
    # What reaches it
    damage(
        "a Service takes other pods",
        put("Service reader/reader", "spec selector", {"app.kubernetes.io/name": "rss"}),
        caught_by="every_service_reaches_pods",
    ),
    damage(
        "a Service points at a port that nobody has",
        put("Service reader/reader", "spec ports 0 targetPort", "https"),
        caught_by="every_service_reaches_pods",
    ),
    damage(
        "a Service points at a number that nobody has",
        put("Service reader/reader", "spec ports 0 targetPort", 9090),
        caught_by="every_service_may_be_reached",
    ),
    damage(
        "a Service asks for an address inside that is the DNS'",
        put("Service reader/reader", "spec clusterIP", "10.43.0.10"),
        caught_by="every_cluster_address_is_free",
    ),
    damage(
        "a Service asks for an address of another network",
        put("Service reader/reader", "spec clusterIP", "192.168.1.40"),
        caught_by="every_cluster_address_is_free",
    ),
    damage(
        "a node port is out of range",
        put("Service reader/reader", "spec type", "NodePort"),
        put("Service reader/reader", "spec ports 0 nodePort", 8080),
        caught_by="every_node_port_is_taken_once",
    ),
    damage(
        "a Service asks for the gateway's address",
        put("Service reader/reader", "spec type", "LoadBalancer"),
        put("Service reader/reader", "spec loadBalancerIP", "192.168.1.200"),
        caught_by="every_address_is_taken_once",
    ),
    damage(
        "a Service asks for an address of no pool",
        put("Service reader/reader", "spec type", "LoadBalancer"),
        put("Service reader/reader", "spec loadBalancerIP", "192.168.1.30"),
        caught_by="every_address_lies_in_a_pool",
    ),
    damage(
        "the Service behind a route is gone",
        removed("Service reader/reader"),
        caught_by="every_route_reaches_a_service",
        about="reader",
    ),
    damage("the pods behind a Service are gone", removed(APP), caught_by="every_service_reaches_pods", about="reader"),
    damage(
        "a budget is for other pods",
        put("PodDisruptionBudget reader/reader", "spec selector matchLabels", {"app": "x"}),
        caught_by="every_selector_takes_pods",
    ),
    damage(
        "a budget is of a removed version",
        put("PodDisruptionBudget reader/reader", "apiVersion", "policy/v1beta1"),
        caught_by="every_api_version_is_served",
    ),
    damage("an object stands twice", copied(APP), caught_by="every_object_has_one_owner"),
    damage(
        "an object is what a chart makes",
        added(
            "Namespace gitea",
            {
                "apiVersion": "v1",
                "kind": "Service",
                "metadata": {"name": "gitea-http", "namespace": "gitea"},
                "spec": {"clusterIP": "None", "selector": {"app": "gitea"}, "ports": [{"port": 3000}]},
            },
        ),
        caught_by="every_object_has_one_owner",
    ),
    damage(
        "a stateless app has a volume",
        added(
            APP,
            {
                "apiVersion": "v1",
                "kind": "PersistentVolumeClaim",
                "metadata": {"name": "data", "namespace": "reader"},
                "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}},
            },
        ),
        caught_by="volumes_belong_to_what_holds_data",
    ),
    damage(
        "an autoscaler is for a Deployment of nobody",
        added(
            APP,
            {
                "apiVersion": "autoscaling/v2",
                "kind": "HorizontalPodAutoscaler",
                "metadata": {"name": "side", "namespace": "reader"},
                "spec": {
                    "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "rss"},
                    "maxReplicas": 3,
                },
            },
        ),
        caught_by="every_resource_finds_what_it_names",
    ),
    damage(
        "a cron job's schedule is none",
        added(
            APP,
            {
                "apiVersion": "batch/v1",
                "kind": "CronJob",
                "metadata": {"name": "side", "namespace": "reader"},
                "spec": {
                    "schedule": "at noon",
                    "jobTemplate": {
                        "spec": {
                            "template": {
                                "spec": {
                                    "restartPolicy": "Never",
                                    "containers": [{"name": "side", "image": "busybox:1.37.0"}],
                                }
                            }
                        }
                    },
                },
            },
        ),
        caught_by="every_schedule_is_valid",
    ),
)
