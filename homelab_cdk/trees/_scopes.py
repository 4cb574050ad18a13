"""Kinds of custom resources that live in no namespace, of which no CRD has to be in the tree to know it."""

from __future__ import annotations

from ..model import CLUSTER_SCOPED, GroupKind, Map

__all__ = ["is_namespaced"]

_CLUSTER_WIDE = frozenset(
    GroupKind(group, kind)
    for group, kinds in {
        "cilium.io": (
            "CiliumBGPAdvertisement",
            "CiliumBGPClusterConfig",
            "CiliumBGPNodeConfigOverride",
            "CiliumBGPPeerConfig",
            "CiliumBGPPeeringPolicy",
            "CiliumCIDRGroup",
            "CiliumClusterwideEnvoyConfig",
            "CiliumClusterwideNetworkPolicy",
            "CiliumEgressGatewayPolicy",
            "CiliumExternalWorkload",
            "CiliumL2AnnouncementPolicy",
            "CiliumLoadBalancerIPPool",
            "CiliumNode",
        ),
        "crd.projectcalico.org": (
            "BGPConfiguration",
            "BGPFilter",
            "BGPPeer",
            "FelixConfiguration",
            "GlobalNetworkPolicy",
            "GlobalNetworkSet",
            "HostEndpoint",
            "IPPool",
            "IPReservation",
            "KubeControllersConfiguration",
            "Tier",
        ),
        "deviceplugin.intel.com": ("GpuDevicePlugin",),
        "gateway.networking.k8s.io": ("GatewayClass",),
        "nfd.k8s-sigs.io": ("NodeFeatureRule",),
        "operator.tigera.io": ("APIServer", "Goldmane", "ImageSet", "Installation", "Whisker"),
        "policy.networking.k8s.io": ("AdminNetworkPolicy", "BaselineAdminNetworkPolicy"),
        "snapshot.storage.k8s.io": ("VolumeSnapshotClass", "VolumeSnapshotContent"),
        "groupsnapshot.storage.k8s.io": ("VolumeGroupSnapshotClass", "VolumeGroupSnapshotContent"),
        "trust.cert-manager.io": ("Bundle",),
        "tuppr.home-operations.com": ("KubernetesUpgrade", "TalosUpgrade"),
    }.items()
    for kind in kinds
)
"""Source: the CRDs of these projects."""

_CLUSTER = "Cluster"
"""What the names of such kinds begin with by habit: `ClusterIssuer`, `ClusterSecretStore`, `ClusterPolicy`."""


def is_namespaced(kind: GroupKind, scopes: Map) -> bool:
    """Whether objects of a kind live in a namespace, as the API server takes them.

    Args:
        kind: the kind.
        scopes: by kind as text, whether it does, for those whose CRD is in the tree.
    """
    if str(kind) in scopes:
        return bool(scopes[str(kind)])
    by_habit = kind.kind.startswith(_CLUSTER) and kind.kind != _CLUSTER and kind.kind[len(_CLUSTER)].isupper()
    return kind not in CLUSTER_SCOPED and kind not in _CLUSTER_WIDE and not by_habit
