"""What charts would bring if they were other charts: CRDs, webhooks, workloads, objects."""

from __future__ import annotations

from homelab_cdk._errors import OrderError
from tests.mutation.damage import Refused, damage, fact, put

LEVEL = "facts"

WORKLOAD = "facts workloads 0"
CONTAINER = f"{WORKLOAD} containers 0"
GIB = 1024**3
WEBHOOK = {
    "name": "pods.example.com",
    "kind": "validating",
    "blocks": True,
    "rules": [{"groups": ["*"], "resources": ["*"], "operations": ["CREATE", "UPDATE"]}],
    "service": "jaeger",
}

DAMAGES = (
    # CRDs
    damage(
        "CRDs go with the chart that others need",
        fact(
            "traefik",
            "facts crds",
            [
                {
                    "group": "velero.io",
                    "kind": "Schedule",
                    "plural": "schedules",
                    "scope": "Namespaced",
                    "versions": ["v1"],
                }
            ],
        ),
        caught_by="every_crd_is_upgraded_and_outlives_its_chart",
        about="traefik",
    ),
    damage(
        "a chart's folder of CRDs is never upgraded",
        fact("cert-manager", "facts crds kind=Certificate in_folder", True),
        put("HelmRelease cert-manager/cert-manager", "spec upgrade crds", "Create"),
        caught_by="every_crd_is_upgraded_and_outlives_its_chart",
        about="cert-manager",
    ),
    # Hooks and Jobs
    damage(
        "a chart has a hook of a moment that is none",
        fact("gitea", "facts hooks", [{"kind": "Job", "name": "crd", "events": ["crd-install"]}]),
        caught_by="every_hook_survives_gitops",
        about="crd-install",
    ),
    damage(
        "a chart makes by a hook what has to stay",
        fact("gitea", "facts hooks", [{"kind": "Secret", "name": "key", "events": ["pre-install"], "stays": True}]),
        caught_by="every_hook_survives_gitops",
        about="pre-install",
    ),
    damage(
        "a chart's Job is deleted when it has finished",
        fact("gitea", f"{WORKLOAD} kind", "Job"),
        fact("gitea", f"{WORKLOAD} vanishes", True),
        caught_by="no_finished_job_comes_back",
        about="gitea",
    ),
    damage(
        "a chart brings no CRDs any more",
        fact("cert-manager", "facts crds", []),
        caught_by=Refused(text="needs the CRD", error=OrderError),
    ),
    damage(
        "a CRD no longer serves a version",
        fact("metallb", "facts crds kind=IPAddressPool versions", ["v2"]),
        caught_by="every_custom_resource_has_a_served_version",
        about="v1beta1",
    ),
    damage(
        "a kind lives in no namespace any more",
        fact("velero", "facts crds kind=Schedule scope", "Cluster"),
        caught_by="every_object_has_its_scope",
        about="Schedule",
    ),
    damage(
        "two charts bring one CRD",
        fact(
            "jaeger",
            "facts crds",
            [
                {
                    "group": "metallb.io",
                    "kind": "IPAddressPool",
                    "plural": "ipaddresspools",
                    "scope": "Namespaced",
                    "versions": ["v1beta1"],
                }
            ],
        ),
        caught_by="every_crd_has_one_owner",
        about="ipaddresspools.metallb.io",
    ),
    # Webhooks
    damage(
        "a late chart judges everything",
        fact("jaeger", "facts webhooks", [WEBHOOK]),
        caught_by="the_rollout_converges",
        about="pods.example.com",
    ),
    damage(
        "a late chart judges what runs before Flux",
        fact("jaeger", "facts webhooks", [WEBHOOK]),
        caught_by="the_bootstrap_waits_for_nothing",
        about="pods.example.com",
    ),
    # Workloads
    damage(
        "a container of a chart requests nothing",
        fact("gitea", f"{CONTAINER} memory_request", 0),
        caught_by="every_chart_sets_its_resources",
        about="gitea",
    ),
    damage(
        "a container of a chart has no limit",
        fact("gitea", f"{CONTAINER} memory_limit", 0),
        caught_by="every_chart_sets_its_resources",
        about="limits.memory",
    ),
    damage(
        "an image of a chart is the latest",
        fact("gitea", f"{CONTAINER} image", "gitea/gitea:latest"),
        caught_by="every_image_of_a_chart_is_pinned",
        about="gitea/gitea:latest",
    ),
    damage(
        "an image of a chart has no tag",
        fact("gitea", f"{CONTAINER} image", "gitea/gitea"),
        caught_by="every_image_of_a_chart_is_pinned",
        about="has no tag",
    ),
    damage(
        "a chart asks for more than a machine has",
        fact("gitea", f"{CONTAINER} memory_request", 64 * GIB),
        caught_by="the_lab_fits_its_nodes",
        about="gitea",
    ),
    damage(
        "a chart asks for more pods than fit",
        fact("gitea", f"{WORKLOAD} replicas", 3000),
        caught_by="the_lab_fits_its_nodes",
        about="gitea",
    ),
    damage(
        "a chart runs on machines that are not there",
        fact("gitea", f"{WORKLOAD} node_selector", {"kubernetes.io/arch": "s390x"}),
        caught_by="the_lab_fits_its_nodes",
        about="gitea",
    ),
    damage(
        "a chart's pods have their machine's network",
        fact("gitea", f"{WORKLOAD} host_network", True),
        caught_by="host_access_is_allowed_by_its_namespace",
        about="gitea",
    ),
    damage(
        "a chart mounts a folder of the machine",
        fact("gitea", f"{WORKLOAD} host_paths", ["/etc"]),
        caught_by="host_access_is_allowed_by_its_namespace",
        about="/etc",
    ),
    damage(
        "a chart's pods are not restricted any more",
        fact("gitea", f"{WORKLOAD} pod_security", "baseline"),
        caught_by="every_pod_meets_the_restricted_level",
        about="gitea",
    ),
    damage(
        "a chart takes a port of the machine",
        fact("longhorn", f"{CONTAINER} ports", [{"name": "ssh", "number": 22, "host": 22}]),
        caught_by="every_port_of_a_machine_is_taken_once",
        about="22",
    ),
    damage(
        "a chart's pods have other labels",
        fact("gitea", f"{WORKLOAD} labels", {"app": "git"}),
        caught_by="every_selector_takes_pods",
        about="gitea",
    ),
    damage(
        "a chart's pods listen on another port",
        fact("gitea", f"{CONTAINER} ports", [{"name": "web", "number": 8000}]),
        caught_by="every_policy_port_is_listened_on",
        about="8000",
    ),
    damage(
        "a chart asks for a volume that nobody declared",
        fact("alloy", f"{WORKLOAD} volumes", [{"name": "data", "size": GIB}]),
        caught_by="volumes_belong_to_what_holds_data",
        about="alloy",
    ),
    damage(
        "a chart's volume is of a class of nobody",
        fact("gitea", f"{WORKLOAD} volumes 0 storage_class", "fast"),
        caught_by="the_rollout_converges",
        about="fast",
    ),
    damage(
        "a chart's volume is larger than every disk",
        fact("gitea", f"{WORKLOAD} volumes 0 size", 9000 * GIB),
        caught_by="the_lab_fits_its_nodes",
        about="gitea",
    ),
    # Objects
    damage(
        "a chart draws a password anew in each render",
        fact("gitea", "facts secrets 0 random", True),
        caught_by="no_chart_draws_secrets_anew",
        about="gitea",
    ),
    damage(
        "a chart makes an object of the tree",
        fact(
            "gitea",
            "facts objects -",
            {"group": "networking.k8s.io", "kind": "NetworkPolicy", "namespace": "gitea", "name": "default-deny"},
        ),
        caught_by="every_object_has_one_owner",
        about="default-deny",
    ),
    damage(
        "two charts make one object",
        fact(
            "gitea",
            "facts objects -",
            {"group": "", "kind": "ServiceAccount", "namespace": "velero", "name": "velero-server"},
        ),
        caught_by="every_object_has_one_owner",
        about="velero-server",
    ),
    damage(
        "a chart writes a network policy of its own",
        fact(
            "gitea",
            "facts objects -",
            {"group": "networking.k8s.io", "kind": "NetworkPolicy", "namespace": "gitea", "name": "gitea"},
        ),
        caught_by="every_policy_comes_from_an_edge",
        about="gitea",
    ),
    damage(
        "a chart's rights reach far",
        fact(
            "gitea",
            "facts rights",
            [{"binding": "ClusterRoleBinding gitea", "role": "ClusterRole cluster-admin", "powers": ["everything"]}],
        ),
        caught_by="every_wide_right_has_a_reason",
        about="gitea",
    ),
    damage(
        "a chart takes a node port twice",
        fact("gitea", "facts services 0 ports 0 node", 30080),
        fact("loki", "facts services 0 ports 0 node", 30080),
        caught_by="every_node_port_is_taken_once",
        about="30080",
    ),
    damage(
        "a chart takes a node port that is none",
        fact("gitea", "facts services 0 ports 0 node", 80),
        caught_by="every_node_port_is_taken_once",
        about="80",
    ),
    damage(
        "a gateway's class is brought by nobody",
        fact("traefik", "facts objects", []),
        caught_by="the_rollout_converges",
        about="GatewayClass",
    ),
    damage(
        "the place of backups is made by nobody",
        fact("velero", "facts objects", []),
        caught_by="every_resource_finds_what_it_names",
        about="BackupStorageLocation",
    ),
    damage(
        "the Service behind a route is brought by nobody",
        fact("gitea", "facts services", []),
        caught_by="every_route_reaches_a_service",
        about="gitea",
    ),
    damage(
        "the Service behind a route has another port",
        fact("gitea", "facts services 0 ports", [{"name": "web", "number": 8080}]),
        caught_by="every_route_reaches_a_service",
        about="8080",
    ),
    damage(
        "the pods behind a Service are brought by nobody",
        fact("gitea", "facts workloads", []),
        caught_by="every_selector_takes_pods",
        about="gitea",
    ),
)
