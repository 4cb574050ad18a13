"""What reaches pods and what is beside them: Services, budgets, claims, Jobs."""

from __future__ import annotations

from tests.mutation.damage import added, copied, damage, put, removed

LEVEL = "objects"

APP = "Deployment reader/reader"


DAMAGES = (
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
    damage(
        "a finished Job is made again and again",
        added(
            APP,
            {
                "apiVersion": "batch/v1",
                "kind": "Job",
                "metadata": {"name": "side", "namespace": "reader"},
                "spec": {
                    "ttlSecondsAfterFinished": 60,
                    "template": {
                        "spec": {"restartPolicy": "Never", "containers": [{"name": "side", "image": "busybox:1.37.0"}]}
                    },
                },
            },
        ),
        caught_by="no_finished_job_comes_back",
    ),
    damage(
        "an object is of a version that is about to go",
        added(
            APP,
            {
                "apiVersion": "v1",
                "kind": "Endpoints",
                "metadata": {"name": "nas", "namespace": "reader"},
                "subsets": [{"addresses": [{"ip": "192.168.1.50"}], "ports": [{"port": 445}]}],
            },
        ),
        caught_by="no_api_version_is_deprecated",
    ),
)
