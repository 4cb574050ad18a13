"""Network policies, routes, gateways, certificates and addresses."""

from __future__ import annotations

from tests.mutation.damage import copied, damage, drop, put, removed

LEVEL = "objects"

EGRESS = "NetworkPolicy reader/allow-from-reader"
INGRESS = "NetworkPolicy reader/allow-to-reader"
METRICS = "NetworkPolicy reader/allow-to-reader-metrics"
DENY = "NetworkPolicy reader/default-deny"
POOL = "IPAddressPool metallb-system/default"
_TO = "spec egress 0 to 0"
_FROM = "spec ingress 0 from 0"

DAMAGES = (
    # Edges
    damage("the edge from the gateway is dropped", removed(INGRESS), caught_by="every_route_is_let_in", about="reader"),
    damage(
        "the edge from the metrics' collector is dropped",
        removed(METRICS),
        caught_by="every_monitor_reaches_pods",
        about="reader",
    ),
    damage(
        "the edge to the database is dropped",
        removed(EGRESS),
        caught_by="every_edge_is_open_at_both_ends",
        about="reader",
    ),
    damage(
        "the database lets its clients no longer in",
        removed("NetworkPolicy postgresql-main/allow-to-postgresql"),
        caught_by="every_edge_is_open_at_both_ends",
        about="postgresql-main",
    ),
    damage(
        "a database's port is another",
        put(EGRESS, "spec egress 0 ports 0 port", 5433),
        caught_by="every_edge_is_open_at_both_ends",
    ),
    damage(
        "a policy opens the Service's port",
        put(INGRESS, "spec ingress 0 ports 0 port", 80),
        caught_by="every_policy_port_is_listened_on",
    ),
    damage(
        "a policy is for pods of nobody",
        put(INGRESS, "spec podSelector matchLabels", {"app": "x"}),
        caught_by="every_selector_takes_pods",
    ),
    damage(
        "pods are let out to pods of nobody",
        put(EGRESS, f"{_TO} podSelector matchLabels", {"app": "x"}),
        caught_by="every_edge_reaches_somebody",
    ),
    damage(
        "pods are let out to a namespace of nobody",
        put(EGRESS, f"{_TO} namespaceSelector matchLabels", {"kubernetes.io/metadata.name": "db"}),
        caught_by="every_edge_reaches_somebody",
    ),
    damage(
        "a client is of nobody",
        put(INGRESS, f"{_FROM} podSelector matchLabels", {"app": "x"}),
        caught_by="every_client_exists",
    ),
    damage(
        "a client is in a namespace of nobody",
        put(INGRESS, f"{_FROM} namespaceSelector matchLabels", {"kubernetes.io/metadata.name": "web"}),
        caught_by="every_client_exists",
    ),
    damage(
        "a namespace no longer denies", removed(DENY), caught_by="every_namespace_denies_by_default", about="reader"
    ),
    damage(
        "a namespace denies one way only",
        put(DENY, "spec policyTypes", ["Ingress"]),
        caught_by="every_namespace_denies_by_default",
        about="reader",
    ),
    damage(
        "only some pods are denied",
        put(DENY, "spec podSelector", {"matchLabels": {"app.kubernetes.io/name": "reader"}}),
        caught_by="every_namespace_denies_by_default",
        about="reader",
    ),
    damage(
        "everybody is let in",
        put(DENY, "spec ingress", [{}]),
        caught_by="every_namespace_denies_by_default",
        about="reader",
    ),
    damage(
        "names are no longer looked up",
        drop(DENY, "spec egress"),
        caught_by="every_closed_namespace_looks_up_names",
        about="reader",
    ),
    damage("a policy by hand", copied(INGRESS, metadata__name="by-hand"), caught_by="every_policy_comes_from_an_edge"),
    damage(
        "a policy's port is a name that nobody has",
        put(INGRESS, "spec ingress 0 ports 0 port", "web"),
        caught_by="every_policy_port_is_listened_on",
    ),
    damage(
        "a policy's protocol is misspelt",
        put(INGRESS, "spec ingress 0 ports 0 protocol", "tcp"),
        caught_by="every_core_object_fits_kubernetes",
        about="protocol",
    ),
    damage(
        "a policy's range of addresses is none",
        put(EGRESS, "spec egress 1 to 0 ipBlock cidr", "0.0.0.0"),
        caught_by="every_core_object_fits_kubernetes",
        about="cidr",
    ),
    damage(
        "a policy is of a removed version",
        put(INGRESS, "apiVersion", "extensions/v1beta1"),
        caught_by="every_api_version_is_served",
    ),
    damage(
        "a policy has ports outside of its rule",
        put(INGRESS, "spec ports", [{"port": 80}]),
        caught_by="every_core_object_fits_kubernetes",
        about="ports",
    ),
    # Addresses
    damage(
        "a pool is given what DHCP gives",
        put(POOL, "spec addresses", ["192.168.1.150-192.168.1.160"]),
        caught_by="no_two_have_one_address",
    ),
    damage(
        "a pool is given a machine's address",
        put(POOL, "spec addresses", ["192.168.1.0/27"]),
        caught_by="no_two_have_one_address",
    ),
    damage(
        "a pool's range runs backwards",
        put(POOL, "spec addresses", ["192.168.1.220-192.168.1.200"]),
        caught_by="every_pool_is_announced",
    ),
    damage(
        "a pool's addresses are text",
        put(POOL, "spec addresses", "192.168.1.200-192.168.1.220"),
        caught_by="every_custom_resource_fits_its_crd",
    ),
    damage(
        "a second pool has the same addresses",
        copied(POOL, metadata__name="second"),
        caught_by="no_two_have_one_address",
    ),
    damage(
        "a pool shrinks below what is asked for",
        put(POOL, "spec addresses", ["192.168.1.210-192.168.1.220"]),
        caught_by="every_address_lies_in_a_pool",
        about="192.168.1.200",
    ),
    damage(
        "the pool is announced by nobody",
        put("L2Advertisement metallb-system/default", "spec ipAddressPools", ["other"]),
        caught_by="every_pool_is_announced",
    ),
    damage(
        "the pool is of a removed version",
        put(POOL, "apiVersion", "metallb.io/v1alpha1"),
        caught_by="every_custom_resource_fits_its_crd",
    ),
)
