"""Kubernetes objects as plain dicts, and what identifies them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ._reading import mapping

__all__ = [
    "BUILT_IN_GROUPS",
    "CLUSTER_SCOPED",
    "REMOVED_GROUPS",
    "STANDING_NAMESPACES",
    "Body",
    "GroupKind",
    "ObjectKey",
    "group_of",
    "ordered",
    "walk",
]

Body = dict[str, Any]
"""One Kubernetes object as it is written in YAML; the only place where this library says `Any` in public."""


@dataclass(frozen=True, slots=True, order=True)
class GroupKind:
    """A kind without its version, such as `apps` and `Deployment`; the core group is the empty string."""

    group: str
    kind: str

    def __str__(self) -> str:
        return f"{self.kind}.{self.group}" if self.group else self.kind

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> GroupKind:
        """The group and kind of an object."""
        return cls(group_of(str(body.get("apiVersion", ""))), str(body.get("kind", "")))


_group_kind = lru_cache(maxsize=4096)(GroupKind)
"""There are few kinds, and each of thousands of objects is asked for its own many times."""


@dataclass(frozen=True, slots=True, order=True)
class ObjectKey:
    """What makes an object one and the same in a cluster; `namespace` is empty where the scope is the cluster."""

    group: str
    kind: str
    namespace: str
    name: str

    def __str__(self) -> str:
        kind = f"{self.kind}.{self.group}" if self.group else self.kind
        return f"{kind} {self.namespace}/{self.name}" if self.namespace else f"{kind} {self.name}"

    @property
    def group_kind(self) -> GroupKind:
        """The kind without version and name."""
        return _group_kind(self.group, self.kind)

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> ObjectKey:
        """The identity of an object."""
        metadata = mapping(body.get("metadata"))
        return cls(
            group_of(str(body.get("apiVersion", ""))),
            str(body.get("kind", "")),
            str(metadata.get("namespace") or ""),
            str(metadata.get("name") or ""),
        )


def group_of(api_version: str) -> str:
    """The API group of an `apiVersion`; empty for the core group."""
    group, slash, _ = api_version.partition("/")
    return group if slash else ""


BUILT_IN_GROUPS: frozenset[str] = frozenset(
    {
        "",
        "admissionregistration.k8s.io",
        "apiextensions.k8s.io",
        "apiregistration.k8s.io",
        "apps",
        "authentication.k8s.io",
        "authorization.k8s.io",
        "autoscaling",
        "batch",
        "certificates.k8s.io",
        "coordination.k8s.io",
        "discovery.k8s.io",
        "events.k8s.io",
        "flowcontrol.apiserver.k8s.io",
        "networking.k8s.io",
        "node.k8s.io",
        "policy",
        "rbac.authorization.k8s.io",
        "resource.k8s.io",
        "scheduling.k8s.io",
        "storage.k8s.io",
        "storagemigration.k8s.io",
    }
)
"""API groups that every Kubernetes 1.36 API server serves by itself (source: the OpenAPI of Kubernetes 1.36)."""

REMOVED_GROUPS: frozenset[str] = frozenset({"extensions"})
"""API groups that Kubernetes served by itself and no longer does: nothing of a lab could bring their kinds."""

CLUSTER_SCOPED: frozenset[GroupKind] = frozenset(
    GroupKind(group, kind)
    for group, kinds in {
        "": ("Namespace", "Node", "PersistentVolume"),
        "admissionregistration.k8s.io": (
            "MutatingAdmissionPolicy",
            "MutatingAdmissionPolicyBinding",
            "MutatingWebhookConfiguration",
            "ValidatingAdmissionPolicy",
            "ValidatingAdmissionPolicyBinding",
            "ValidatingWebhookConfiguration",
        ),
        "apiextensions.k8s.io": ("CustomResourceDefinition",),
        "apiregistration.k8s.io": ("APIService",),
        "certificates.k8s.io": ("CertificateSigningRequest", "ClusterTrustBundle"),
        "flowcontrol.apiserver.k8s.io": ("FlowSchema", "PriorityLevelConfiguration"),
        "networking.k8s.io": ("IPAddress", "IngressClass", "ServiceCIDR"),
        "node.k8s.io": ("RuntimeClass",),
        "rbac.authorization.k8s.io": ("ClusterRole", "ClusterRoleBinding"),
        "resource.k8s.io": ("DeviceClass", "DeviceTaintRule", "ResourceSlice"),
        "scheduling.k8s.io": ("PriorityClass",),
        "storage.k8s.io": (
            "CSIDriver",
            "CSINode",
            "StorageClass",
            "VolumeAttachment",
            "VolumeAttributesClass",
        ),
    }.items()
    for kind in kinds
)
"""Built-in kinds that live in no namespace (source: the OpenAPI of Kubernetes 1.36)."""


STANDING_NAMESPACES = frozenset({"default", "kube-system", "kube-public", "kube-node-lease", "flux-system"})
"""Namespaces that are there before anything of the tree is applied."""

_FIRST = ("apiVersion", "kind", "metadata", "type")
_METADATA_FIRST = ("name", "generateName", "namespace", "labels", "annotations")


def ordered(body: Body) -> Body:
    """The same object with its keys in the order in which people read them: identity first, the rest as given."""
    result = {key: body[key] for key in _FIRST if key in body}
    result.update((key, value) for key, value in body.items() if key not in result)
    metadata = body.get("metadata")
    if isinstance(metadata, dict):
        arranged = {key: metadata[key] for key in _METADATA_FIRST if key in metadata}
        arranged.update((key, value) for key, value in metadata.items() if key not in arranged)
        result["metadata"] = arranged
    return result


def walk(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], object]]:
    """Every leaf of a tree of dicts and lists with its path; an empty dict or list is a leaf."""
    if isinstance(value, Mapping) and value:
        for key, inner in value.items():
            yield from walk(inner, (*path, str(key)))
    elif isinstance(value, (list, tuple)) and value:
        for index, inner in enumerate(value):
            yield from walk(inner, (*path, index))
    else:
        yield path, value
