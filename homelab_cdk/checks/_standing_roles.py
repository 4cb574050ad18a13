"""Roles and accounts that are in every cluster with Flux before anything of the tree is applied."""

from __future__ import annotations

from ..model import PACKAGED
from ..order import FLUX_NAMESPACE, Built
from ._rule import once

__all__ = ["FLUX_ACCOUNTS", "standing_cluster_roles", "standing_roles"]

_CONTROLLERS = (
    *("attachdetach-controller", "certificate-controller", "clusterrole-aggregation-controller", "cronjob-controller"),
    *("daemon-set-controller", "deployment-controller", "device-taint-eviction-controller", "disruption-controller"),
    *("endpoint-controller", "endpointslice-controller", "endpointslicemirroring-controller"),
    *("ephemeral-volume-controller", "expand-controller", "generic-garbage-collector", "horizontal-pod-autoscaler"),
    *("job-controller", "kube-apiserver-serving-clustertrustbundle-publisher", "legacy-service-account-token-cleaner"),
    *("namespace-controller", "node-controller", "persistent-volume-binder", "pod-garbage-collector"),
    *("podcertificaterequestcleaner", "pv-protection-controller", "pvc-protection-controller"),
    *("replicaset-controller", "replication-controller", "resource-claim-controller", "resourcequota-controller"),
    *("root-ca-cert-publisher", "route-controller", "selinux-warning-controller", "service-account-controller"),
    *("service-cidrs-controller", "service-controller", "statefulset-controller"),
    *("storage-version-migrator-controller", "ttl-after-finished-controller", "ttl-controller"),
    *("validatingadmissionpolicy-status-controller", "volumeattributesclass-protection-controller"),
)

_KUBERNETES = frozenset(
    (
        *("admin", "cluster-admin", "edit", "view"),
        *(f"system:aggregate-to-{role}" for role in ("admin", "edit", "view")),
        *("system:auth-delegator", "system:basic-user"),
        *(f"system:certificates.k8s.io:certificatesigningrequests:{who}" for who in ("nodeclient", "selfnodeclient")),
        "system:certificates.k8s.io:kube-apiserver-client-approver",
        "system:certificates.k8s.io:kube-apiserver-client-kubelet-approver",
        "system:certificates.k8s.io:kubelet-serving-approver",
        "system:certificates.k8s.io:legacy-unknown-approver",
        *("system:cluster-trust-bundle-discovery", "system:discovery", "system:heapster", "system:kube-aggregator"),
        *("system:kube-controller-manager", "system:kube-dns", "system:kube-scheduler", "system:kubelet-api-admin"),
        *("system:monitoring", "system:node", "system:node-bootstrapper", "system:node-problem-detector"),
        *("system:node-proxier", "system:persistent-volume-provisioner", "system:public-info-viewer"),
        *("system:service-account-issuer-discovery", "system:volume-scheduler"),
        *(f"system:controller:{name}" for name in _CONTROLLERS),
    )
)
"""ClusterRoles that the API server makes (source: kubernetes v1.34.4 and v1.37.2, `cluster-roles.yaml`, `controller-roles.yaml`
and those of feature gates below `plugin/pkg/auth/authorizer/rbac/bootstrappolicy/testdata`)."""

_KUBERNETES_ROLES = frozenset(
    (
        ("kube-public", "system:controller:bootstrap-signer"),
        ("kube-system", "extension-apiserver-authentication-reader"),
        ("kube-system", "system::leader-locking-kube-controller-manager"),
        ("kube-system", "system::leader-locking-kube-scheduler"),
        *(
            ("kube-system", f"system:controller:{name}")
            for name in ("bootstrap-signer", "cloud-provider", "token-cleaner")
        ),
    )
)
"""Roles that it makes (source: `namespace-roles.yaml` beside them)."""

_DISTRIBUTIONS = {
    "k3s": frozenset(("clustercidrs-node", "k3s-cloud-controller-manager", "system:k3s-controller")),
    "kubeadm": frozenset(("kubeadm:get-nodes",)),
}
"""ClusterRoles of a distribution itself, beside those of the parts that it brings (sources: k3s-io/k3s, `manifests`; kubernetes,
`cmd/kubeadm/app`)."""

_DISTRIBUTIONS_ROLES = {
    "k3s": frozenset[tuple[str, str]](),
    "kubeadm": frozenset(
        (
            ("kube-public", "kubeadm:bootstrap-signer-clusterinfo"),
            *(
                ("kube-system", f"kubeadm:{name}")
                for name in ("kubeadm-certs", "kubelet-config", "nodes-kubeadm-config")
            ),
        )
    ),
}

_FLUX = frozenset(f"{role}-{FLUX_NAMESPACE}" for role in ("crd-controller", "flux-edit", "flux-view"))
"""ClusterRoles of Flux (source: fluxcd/flux2, `manifests/rbac`, as the Flux operator names them)."""

FLUX_ACCOUNTS = frozenset(
    (
        *("helm-controller", "image-automation-controller", "image-reflector-controller", "kustomize-controller"),
        *("notification-controller", "source-controller", "source-watcher"),
    )
)
"""The accounts of Flux' controllers (source: fluxcd/flux2, `manifests/bases/*/account.yaml`)."""


def _distributions(built: Built) -> tuple[str, ...]:
    """The distributions that the machines may run: of a tree alone it is not known."""
    return tuple(_DISTRIBUTIONS) if built.is_bare else (built.lab.config.cluster.distribution,)


@once
def standing_cluster_roles(built: Built) -> frozenset[str]:
    """The ClusterRoles that Kubernetes, its distribution and Flux bring."""
    names = _distributions(built)
    parts = [part for name in names for part in PACKAGED[name]]
    return _KUBERNETES.union(_FLUX, *(_DISTRIBUTIONS[name] for name in names), *(part.cluster_roles for part in parts))


@once
def standing_roles(built: Built) -> frozenset[tuple[str, str]]:
    """The Roles that they bring, by namespace and name."""
    names = _distributions(built)
    parts = [part for name in names for part in PACKAGED[name]]
    return _KUBERNETES_ROLES.union(*(_DISTRIBUTIONS_ROLES[name] for name in names), *(part.roles for part in parts))
