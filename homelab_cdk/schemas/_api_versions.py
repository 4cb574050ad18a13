"""Versions of Kubernetes' own APIs that were removed or will be, and what to write in their place.

Source: `APILifecycleDeprecated`, `APILifecycleRemoved` and `APILifecycleReplacement` of kubernetes/api for 1.37; for
PodSecurityPolicy and older HorizontalPodAutoscalers, whose types are gone, the Deprecated API Migration Guide.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

__all__ = ["ApiVersion", "api_version_of", "is_older"]

_LIFE = """
admissionregistration.k8s.io/v1alpha1 1.29 1.32 v1 ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding
admissionregistration.k8s.io/v1alpha1 1.35 1.38 v1beta1 MutatingAdmissionPolicy MutatingAdmissionPolicyBinding
admissionregistration.k8s.io/v1beta1 1.16 1.22 v1 MutatingWebhookConfiguration ValidatingWebhookConfiguration
admissionregistration.k8s.io/v1beta1 1.31 1.34 v1 ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding
admissionregistration.k8s.io/v1beta1 1.37 1.40 v1 MutatingAdmissionPolicy MutatingAdmissionPolicyBinding
apiextensions.k8s.io/v1beta1 1.16 1.22 v1 CustomResourceDefinition
apiregistration.k8s.io/v1beta1 1.19 1.22 v1 APIService
apps/v1beta1 1.8 1.16 v1 ControllerRevision Deployment StatefulSet
apps/v1beta2 1.9 1.16 v1 ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet
authentication.k8s.io/v1beta1 1.19 1.22 v1 TokenReview
authorization.k8s.io/v1beta1 1.19 1.22 v1 LocalSubjectAccessReview SelfSubjectAccessReview SubjectAccessReview
autoscaling/v2beta1 1.22 1.25 v2 HorizontalPodAutoscaler
autoscaling/v2beta2 1.23 1.26 v2 HorizontalPodAutoscaler
batch/v1beta1 1.21 1.25 v1 CronJob
certificates.k8s.io/v1alpha1 1.34 1.37 v1beta1 ClusterTrustBundle
certificates.k8s.io/v1beta1 1.19 1.22 v1 CertificateSigningRequest
certificates.k8s.io/v1beta1 1.37 1.40 v1 ClusterTrustBundle PodCertificateRequest
coordination.k8s.io/v1alpha2 1.35 1.38 v1beta1 LeaseCandidate
coordination.k8s.io/v1beta1 1.19 1.22 v1 Lease
discovery.k8s.io/v1beta1 1.21 1.25 v1 EndpointSlice
events.k8s.io/v1beta1 1.22 1.25 v1 Event
extensions/v1beta1 1.14 1.22 networking.k8s.io/v1 Ingress
extensions/v1beta1 1.8 1.16 apps/v1 DaemonSet Deployment ReplicaSet
extensions/v1beta1 1.9 1.16 networking.k8s.io/v1 NetworkPolicy
flowcontrol.apiserver.k8s.io/v1beta1 1.23 1.26 v1 FlowSchema PriorityLevelConfiguration
flowcontrol.apiserver.k8s.io/v1beta2 1.26 1.29 v1 FlowSchema PriorityLevelConfiguration
flowcontrol.apiserver.k8s.io/v1beta3 1.29 1.32 v1 FlowSchema PriorityLevelConfiguration
networking.k8s.io/v1beta1 1.19 1.22 v1 Ingress IngressClass
networking.k8s.io/v1beta1 1.34 1.37 v1 IPAddress ServiceCIDR
node.k8s.io/v1beta1 1.22 1.25 v1 RuntimeClass
policy/v1beta1 1.21 1.25 v1 PodDisruptionBudget
policy/v1beta1 1.21 1.25 - PodSecurityPolicy
rbac.authorization.k8s.io/v1beta1 1.17 1.22 v1 ClusterRole ClusterRoleBinding Role RoleBinding
resource.k8s.io/v1alpha3 1.36 1.39 v1beta2 DeviceTaintRule
resource.k8s.io/v1beta1 1.35 1.38 v1 DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice
resource.k8s.io/v1beta2 1.36 1.39 v1 DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice
scheduling.k8s.io/v1beta1 1.14 1.22 v1 PriorityClass
storage.k8s.io/v1alpha1 1.21 1.24 v1 CSIStorageCapacity VolumeAttachment
storage.k8s.io/v1alpha1 1.32 1.35 v1 VolumeAttributesClass
storage.k8s.io/v1beta1 1.17 1.22 v1 CSINode
storage.k8s.io/v1beta1 1.19 1.22 v1 CSIDriver StorageClass VolumeAttachment
storage.k8s.io/v1beta1 1.24 1.27 v1 CSIStorageCapacity
storage.k8s.io/v1beta1 1.34 1.37 v1 VolumeAttributesClass
storagemigration.k8s.io/v1beta1 1.37 1.40 v1 StorageVersionMigration
"""
"""Version, deprecated in, removed in, successor (of the same group unless it says so), kinds."""

_ENDPOINTS = ("v1", "Endpoints")

_REMARKS = {
    "PodSecurityPolicy": "label namespaces with pod-security.kubernetes.io/enforce instead",
    "Endpoints": "write an EndpointSlice of discovery.k8s.io/v1, labelled kubernetes.io/service-name",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiVersion:
    """A version of a kind on its way out: minor versions of Kubernetes, and what to do.

    `removed` is empty where no removal is planned.
    """

    deprecated: str
    removed: str
    remedy: str

    def is_removed(self, kubernetes: str) -> bool:
        """Whether a version of Kubernetes serves it no longer."""
        return bool(self.removed) and not is_older(kubernetes, self.removed)

    def is_deprecated(self, kubernetes: str) -> bool:
        """Whether a version of Kubernetes warns of it."""
        return not is_older(kubernetes, self.deprecated)


def api_version_of(api_version: str, kind: str) -> ApiVersion | None:
    """What is known of the end of a version of one of Kubernetes' own kinds; nothing where no end is in sight."""
    return _lives().get((api_version, kind))


def is_older(version: str, other: str) -> bool:
    """Whether a version of Kubernetes is of an older minor than another."""
    return _minor(version) < _minor(other)


def _minor(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.removeprefix("v").split(".")[:2])


@cache
def _lives() -> dict[tuple[str, str], ApiVersion]:
    found: dict[tuple[str, str], ApiVersion] = {
        # Of this one only the type says so, and no release is named that removes it.
        _ENDPOINTS: ApiVersion(deprecated="1.33", removed="", remedy=_REMARKS["Endpoints"])
    }
    for line in _LIFE.split("\n"):
        if not line:
            continue
        api_version, deprecated, removed, successor, *kinds = line.split()
        group = api_version.rpartition("/")[0]
        written = successor if "/" in successor else f"{group}/{successor}"
        for kind in kinds:
            remedy = _REMARKS.get(kind) or f"write apiVersion: {written}"
            found[api_version, kind] = ApiVersion(deprecated=deprecated, removed=removed, remedy=remedy)
    return found
