"""Namespaces, Secrets, ConfigMaps, rights and CRDs."""

from __future__ import annotations

from tests.mutation.damage import added, copied, damage, drop, put, removed

LEVEL = "objects"

NAMESPACE = "Namespace reader"
LEVELS = "metadata labels pod-security.kubernetes.io"
SETTINGS = "ConfigMap velero/velero-volumes"
ROLE = "Role credentials/credentials-reader"
BINDING = "RoleBinding credentials/credentials-reader"


def _secret(name: str = "login", **content: object) -> dict[str, object]:
    return {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name, "namespace": "reader"}, **content}


def _role(kind: str, *rules: dict[str, object]) -> dict[str, object]:
    return {
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": kind,
        "metadata": {"name": "side"},
        "rules": list(rules),
    }


def _binding(role: str) -> dict[str, object]:
    return {
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "ClusterRoleBinding",
        "metadata": {"name": "side"},
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": role},
        "subjects": [{"kind": "ServiceAccount", "name": "default", "namespace": "reader"}],
    }


CRD = {
    "apiVersion": "apiextensions.k8s.io/v1",
    "kind": "CustomResourceDefinition",
    "metadata": {"name": "certificates.cert-manager.io"},
    "spec": {
        "group": "cert-manager.io",
        "names": {"kind": "Certificate", "plural": "certificates"},
        "scope": "Namespaced",
        "versions": [
            {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": {"type": "object"}}}
        ],
    },
}

DAMAGES = (
    # Namespaces
    damage(
        "a namespace has no Pod Security level",
        drop(NAMESPACE, f"{LEVELS}/enforce"),
        caught_by="every_namespace_has_a_pod_security_level",
    ),
    damage(
        "a namespace's level is none",
        put(NAMESPACE, f"{LEVELS}/enforce", "strict"),
        caught_by="every_namespace_has_a_pod_security_level",
    ),
    damage(
        "a namespace lets more in than its pods need",
        put(NAMESPACE, f"{LEVELS}/enforce", "privileged"),
        caught_by="every_namespace_is_as_strict_as_its_pods_bear",
    ),
    damage(
        "a namespace refuses what a chart needs",
        put("Namespace longhorn-system", f"{LEVELS}/enforce", "baseline"),
        caught_by="host_access_is_allowed_by_its_namespace",
        about="longhorn",
    ),
    damage(
        "a namespace refuses the pods of its chart",
        put("Namespace metallb-system", f"{LEVELS}/enforce", "restricted"),
        caught_by="host_access_is_allowed_by_its_namespace",
        about="metallb",
    ),
    damage(
        "a namespace with data may be pruned",
        drop("Namespace gitea", "metadata annotations"),
        caught_by="data_is_protected_from_pruning",
    ),
    damage("a namespace stands in two components", copied("Namespace gitea"), caught_by="every_object_has_one_owner"),
    damage(
        "a volume may be pruned",
        drop("PersistentVolumeClaim jaeger/jaeger-badger", "metadata annotations"),
        caught_by="data_is_protected_from_pruning",
    ),
    damage(
        "a release with data may be pruned",
        drop("HelmRelease gitea/gitea", "metadata annotations"),
        caught_by="data_is_protected_from_pruning",
    ),
    damage(
        "a claim is of a class of nobody",
        put("PersistentVolumeClaim jaeger/jaeger-badger", "spec storageClassName", "fast"),
        caught_by="the_rollout_converges",
    ),
    damage(
        "a claim asks for no size",
        drop("PersistentVolumeClaim jaeger/jaeger-badger", "spec resources"),
        caught_by="every_core_object_fits_kubernetes",
    ),
    damage(
        "a claim is larger than every disk",
        put("PersistentVolumeClaim jaeger/jaeger-badger", "spec resources requests storage", "9Ti"),
        caught_by="the_lab_fits_its_nodes",
    ),
    damage(
        "a claim is mounted in a way that is none",
        put("PersistentVolumeClaim jaeger/jaeger-badger", "spec accessModes", ["ReadWrite"]),
        caught_by="every_core_object_fits_kubernetes",
    ),
    # Secrets
    damage(
        "a Secret stands in the tree",
        added(NAMESPACE, _secret(stringData={"password": "hunter2"})),
        caught_by="no_secret_value_is_in_the_tree",
    ),
    damage(
        "a Secret stands in the tree in base64",
        added(NAMESPACE, _secret(data={"password": "aHVudGVyMg=="})),
        caught_by="no_secret_value_is_in_the_tree",
    ),
    damage(
        "a Secret is encrypted and nobody decrypts",
        added(NAMESPACE, _secret(data={"password": "ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]"}, sops={"age": []})),
        caught_by="every_encrypted_object_can_be_read",
    ),
    damage(
        "a known kind of token stands in a ConfigMap",
        put(SETTINGS, "data notes", "ghp_" + "aB3dE5gH7jK9" * 3),
        caught_by="no_known_secret_is_in_the_tree",
    ),
    damage(
        "a private key stands in a ConfigMap",
        put(SETTINGS, "data notes", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n"),
        caught_by="no_known_secret_is_in_the_tree",
    ),
    damage(
        "a random text stands in a ConfigMap",
        put(SETTINGS, "data extra", "Zq8vN3xT7bKp2Wm9RfYc5LdHj4GsXu6e"),
        caught_by="no_text_is_as_random_as_a_key",
    ),
    damage(
        "a password stands in a ConfigMap",
        put(SETTINGS, "data", {"password": "correct-horse-battery"}),
        caught_by="no_literal_looks_like_a_credential",
    ),
    # ConfigMaps
    damage(
        "a ConfigMap's value is a number", put(SETTINGS, "data count", 3), caught_by="every_core_object_fits_kubernetes"
    ),
    damage("a ConfigMap is too large", put(SETTINGS, "data extra", "a" * 1_100_000), caught_by="every_configmap_fits"),
    damage(
        "an object comes close to what etcd takes",
        put("PrometheusRule loki/loki", "metadata annotations", {"a": "b" * 1_050_000}),
        caught_by="no_object_is_huge",
    ),
    damage(
        "a ConfigMap's key has a slash",
        put(SETTINGS, "data", {"a/b": "c"}),
        caught_by="every_core_object_fits_kubernetes",
    ),
    damage(
        "annotations are larger than Kubernetes takes",
        put(SETTINGS, "metadata annotations", {"a": "b" * 300_000}),
        caught_by="every_annotation_fits",
    ),
    # Rights
    damage(
        "a right to everything",
        added(NAMESPACE, _role("ClusterRole", {"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]})),
        added(NAMESPACE, _binding("side")),
        caught_by="every_wide_right_has_a_reason",
    ),
    damage(
        "an account is an administrator",
        added(NAMESPACE, _binding("cluster-admin")),
        caught_by="every_wide_right_has_a_reason",
    ),
    damage(
        "a binding is to a role that the cluster almost has",
        added(NAMESPACE, _binding("cluster-admn")),
        caught_by="every_account_and_role_exists",
        about="cluster-admn",
    ),
    damage(
        "a binding is to a role like those of the cluster",
        added(NAMESPACE, _binding("system:node-proxy")),
        caught_by="every_account_and_role_exists",
        about="system:node-proxier",
    ),
    damage(
        "a binding is to a role of nobody",
        put(BINDING, "roleRef name", "reader"),
        caught_by="every_account_and_role_exists",
    ),
    damage(
        "a binding is for an account of nobody",
        put(BINDING, "subjects 0 name", "reader"),
        caught_by="every_account_and_role_exists",
    ),
    damage("the role is gone", removed(ROLE), caught_by="every_account_and_role_exists", about="credentials-reader"),
    damage(
        "the account is gone",
        removed("ServiceAccount external-secrets/credentials-reader"),
        caught_by="every_account_and_role_exists",
        about="credentials-reader",
    ),
    damage("a role's rule has no verbs", drop(ROLE, "rules 0 verbs"), caught_by="every_core_object_fits_kubernetes"),
    damage("a binding has no role", drop(BINDING, "roleRef"), caught_by="every_core_object_fits_kubernetes"),
    damage(
        "a right is of a removed version",
        put(ROLE, "apiVersion", "rbac.authorization.k8s.io/v1beta1"),
        caught_by="every_api_version_is_served",
    ),
    # CRDs and classes
    damage(
        "a CRD comes twice",
        added("Namespace cert-manager", CRD),
        caught_by="every_crd_has_one_owner",
        about="certificates.cert-manager.io",
    ),
    damage(
        "an object of a group that Kubernetes dropped",
        added(
            NAMESPACE,
            {"apiVersion": "policy/v1beta1", "kind": "PodSecurityPolicy", "metadata": {"name": "side"}, "spec": {}},
        ),
        caught_by="every_api_version_is_served",
    ),
)
