"""What can be true of a cluster while it comes up."""

from __future__ import annotations

from ..model import GroupKind, ObjectKey

__all__ = [
    "CNI",
    "FLUX",
    "NEVER",
    "Condition",
    "account",
    "answers",
    "applied",
    "claim",
    "config_map",
    "controller",
    "crd",
    "exists",
    "folder",
    "gateway_class",
    "installed",
    "namespace",
    "ready",
    "secret",
    "storage_class",
    "used",
]

Condition = tuple[str, str | GroupKind | ObjectKey | tuple[str, str] | tuple[ObjectKey, str]]
"""A sort of condition, and what it is about."""

CNI: Condition = ("cni", "")
"""Pods with a network of their own start."""
FLUX: Condition = ("flux", "")
"""Flux runs and reads the repository."""
NEVER: Condition = ("never", "")
"""What stands still does not move."""


def crd(kind: GroupKind) -> Condition:
    """The API server knows a kind."""
    return "crd", kind


def controller(kind: GroupKind) -> Condition:
    """Whatever acts on objects of a kind is ready."""
    return "controller", kind


def namespace(name: str) -> Condition:
    """A namespace is there."""
    return "namespace", name


def secret(namespace: str, name: str) -> Condition:
    """A Secret is there."""
    return "secret", (namespace, name)


def config_map(namespace: str, name: str) -> Condition:
    """A ConfigMap is there."""
    return "config map", (namespace, name)


def account(namespace: str, name: str) -> Condition:
    """A ServiceAccount is there."""
    return "account", (namespace, name)


def storage_class(name: str) -> Condition:
    """Volumes of a StorageClass can be made; the empty name is that of the default."""
    return "class", name


def claim(namespace: str, name: str) -> Condition:
    """A PersistentVolumeClaim can be bound as soon as a pod uses it."""
    return "claim", (namespace, name)


def used(namespace: str, name: str) -> Condition:
    """A pod that uses a PersistentVolumeClaim is scheduled."""
    return "used", (namespace, name)


def gateway_class(name: str) -> Condition:
    """A GatewayClass is there."""
    return "gateway class", name


def folder(path: str) -> Condition:
    """A folder is in the repository."""
    return "folder", path


def exists(key: ObjectKey) -> Condition:
    """A source of Flux is there and can be read."""
    return "exists", key


def applied(key: ObjectKey) -> Condition:
    """A Kustomization has applied all its objects."""
    return "applied", key


def installed(key: ObjectKey) -> Condition:
    """A release has created all its objects."""
    return "installed", key


def ready(key: ObjectKey) -> Condition:
    """An object is ready."""
    return "ready", key


def answers(release: ObjectKey, service: str) -> Condition:
    """The pods behind a webhook's Service are ready."""
    return "answers", (release, service)
