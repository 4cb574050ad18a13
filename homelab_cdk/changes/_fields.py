"""Fields that Kubernetes lets nobody change.

Flux applies on the server: a field that it wrote and writes no more goes back to its default, or is taken out. So leaving one
out that has a default changes nothing, and neither does leaving one out that Kubernetes has given by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .._errors import BuildError
from ..model import Body, Map, ObjectKey, at, maps, parse_quantity, text

__all__ = ["CLASS_FIELD", "SIZE_FIELD", "FieldChange", "immutable_changes", "shrinks"]

_STATEFUL_SET = frozenset(
    {
        "minReadySeconds",
        "ordinals",
        "persistentVolumeClaimRetentionPolicy",
        "replicas",
        "revisionHistoryLimit",
        "template",
        "updateStrategy",
    }
)
"""What may change in the spec of a StatefulSet (source: the API server's own refusal, Kubernetes 1.34)."""

_CLAIM = frozenset({"resources", "volumeAttributesClassName"})
"""What may change in the spec of a PersistentVolumeClaim (source: the API server's own refusal); of `resources` the size
may grow."""

CLASS_FIELD = "spec.storageClassName"
SIZE_FIELD = "spec.resources.requests.storage"

_FIELDS: dict[tuple[str, str], tuple[tuple[str, ...], ...]] = {
    ("", "Secret"): (("type",),),
    ("apiextensions.k8s.io", "CustomResourceDefinition"): (
        ("spec", "group"),
        ("spec", "names", "kind"),
        ("spec", "names", "plural"),
        ("spec", "scope"),
    ),
    ("apps", "DaemonSet"): (("spec", "selector"),),
    ("apps", "Deployment"): (("spec", "selector"),),
    ("apps", "ReplicaSet"): (("spec", "selector"),),
    ("batch", "Job"): (
        ("spec", "selector"),
        ("spec", "template"),
        ("spec", "completionMode"),
        ("spec", "podFailurePolicy"),
        ("spec", "backoffLimitPerIndex"),
        ("spec", "managedBy"),
        ("spec", "successPolicy"),
    ),
    ("fluxcd.controlplane.io", "FluxInstance"): (("spec", "sync", "name"),),
    ("networking.k8s.io", "IngressClass"): (("spec", "controller"),),
    ("node.k8s.io", "RuntimeClass"): (("handler",),),
    ("rbac.authorization.k8s.io", "ClusterRoleBinding"): (("roleRef",),),
    ("rbac.authorization.k8s.io", "RoleBinding"): (("roleRef",),),
    ("scheduling.k8s.io", "PriorityClass"): (("value",), ("preemptionPolicy",)),
    ("storage.k8s.io", "CSIDriver"): (("spec", "attachRequired"), ("spec", "volumeLifecycleModes")),
    ("storage.k8s.io", "StorageClass"): (
        ("provisioner",),
        ("parameters",),
        ("reclaimPolicy",),
        ("volumeBindingMode",),
    ),
}

_DEFAULTS: dict[tuple[str, str], object] = {
    ("CSIDriver", "attachRequired"): True,
    ("CSIDriver", "volumeLifecycleModes"): ["Persistent"],
    ("Job", "completionMode"): "NonIndexed",
    ("PersistentVolumeClaim", "volumeMode"): "Filesystem",
    ("PriorityClass", "preemptionPolicy"): "PreemptLowerPriority",
    ("PersistentVolume", "volumeMode"): "Filesystem",
    ("Secret", "type"): "Opaque",
    ("StatefulSet", "podManagementPolicy"): "OrderedReady",
    ("StorageClass", "reclaimPolicy"): "Delete",
    ("StorageClass", "volumeBindingMode"): "Immediate",
}
"""What Kubernetes fills in where a field is left out; writing it out changes nothing (source: Kubernetes' own API types)."""

_VOLUME = frozenset(
    {
        "accessModes",
        "capacity",
        "claimRef",
        "mountOptions",
        "nodeAffinity",
        "persistentVolumeReclaimPolicy",
        "storageClassName",
        "volumeAttributesClassName",
        "volumeMode",
    }
)
"""What a PersistentVolume has beside its source."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that changes and must not: where it is, and the old and the new value in words."""

    path: str
    values: str = ""

    def __str__(self) -> str:
        return f"{self.path}{self.values}"


def immutable_changes(key: ObjectKey, before: Body, after: Body, *, default_class: str = "") -> list[FieldChange]:
    """What changes and must not.

    Args:
        key: the object.
        before: as it was.
        after: as it is to be.
        default_class: the StorageClass that claims have got which name none.
    """
    return list(_changes(key, before, after, default_class))


def _changes(key: ObjectKey, before: Body, after: Body, default_class: str) -> Iterator[FieldChange]:
    for path in _FIELDS.get((key.group, key.kind), ()):
        yield from _one(key, path, _get(before, path), _get(after, path))
    old, new = at(before, "spec"), at(after, "spec")
    match key.group, key.kind:
        case "apps", "StatefulSet":
            for name in sorted((old.keys() | new.keys()) - _STATEFUL_SET - {"volumeClaimTemplates"}):
                yield from _one(key, ("spec", name), old.get(name), new.get(name))
            yield from _templates(old, new)
        case "", "Service":
            yield from _service(key, old, new)
        case "batch", "Job" if new.get("completionMode") != "Indexed":
            yield from _one(key, ("spec", "completions"), _completions(old), _completions(new))
        case "", "PersistentVolumeClaim":
            # An empty class is one, too: it says that nobody is to make the volume.
            if old.get("storageClassName") is None:
                given = default_class or None
                new = {"storageClassName": given, **{name: item for name, item in new.items() if item is not None}}
                old = {**old, "storageClassName": given}
            for name in sorted((old.keys() | new.keys()) - _CLAIM):
                yield from _one(key, ("spec", name), old.get(name), new.get(name))
            first, then = (_get(spec, ("resources", "requests", "storage")) for spec in (old, new))
            if shrinks(first, then):
                yield FieldChange(SIZE_FIELD, f" ({first} → {then})")
        case "", "PersistentVolume":
            for name in sorted({*(old.keys() | new.keys()) - _VOLUME, "volumeMode"}):
                yield from _one(key, ("spec", name), old.get(name), new.get(name))
            if old.get("nodeAffinity"):
                yield from _one(key, ("spec", "nodeAffinity"), old.get("nodeAffinity"), new.get("nodeAffinity"))
        case "", "ConfigMap" | "Secret":
            if before.get("immutable") is True:
                for name in ("immutable", "binaryData", "data", "stringData"):
                    if before.get(name) != after.get(name):
                        yield FieldChange(name, ", which `immutable: true` froze")


def shrinks(before: object, after: object) -> bool:
    """Whether a size becomes smaller; what is no size does not."""
    try:
        return parse_quantity(str(after)) < parse_quantity(str(before))
    except BuildError:
        return False


def _service(key: ObjectKey, old: Map, new: Map) -> Iterator[FieldChange]:
    """What changes of a Service and must not (sources: `patchAllocatedValues` and `ValidateServiceUpdate` of the API server)."""
    if "ExternalName" in (old.get("type"), new.get("type")):
        return
    first, then = old.get("clusterIP"), new.get("clusterIP")
    # An address that Kubernetes has given is kept when the field is left out, and may be written out; it is not `None`.
    if then and (first or then == "None"):
        yield from _one(key, ("spec", "clusterIP"), first, then)
    if old.get("type") == new.get("type") == "LoadBalancer":
        name = "loadBalancerClass"
        yield from _one(key, ("spec", name), old.get(name), new.get(name))


def _completions(spec: Map) -> object:
    """How often a Job has to succeed; one that says nothing of how many run at once either, once."""
    return spec.get("completions", 1 if spec.get("parallelism") is None else None)


_TEMPLATE_DEFAULTS: dict[tuple[str, ...], object] = {("spec", "volumeMode"): "Filesystem"}


def _templates(old: Map, new: Map) -> Iterator[FieldChange]:
    """What changes in the volumes that a StatefulSet makes for each of its pods."""
    was = {text(at(item, "metadata").get("name")): item for item in maps(old.get("volumeClaimTemplates"))}
    now = {text(at(item, "metadata").get("name")): item for item in maps(new.get("volumeClaimTemplates"))}
    if was.keys() == now.keys() and list(was) != list(now):
        yield FieldChange("spec.volumeClaimTemplates", " (in another order)")
    for name in sorted(was.keys() | now.keys()):
        where = f"spec.volumeClaimTemplates[{name}]"
        if name not in now or name not in was:
            yield FieldChange(where, f" ({'new' if name in now else 'gone'})")
            continue
        for path in sorted(set(_leaves(was[name])) | set(_leaves(now[name]))):
            first, then = (_get(item[name], path) for item in (was, now))
            default = _TEMPLATE_DEFAULTS.get(path)
            if path[:1] not in (("metadata",), ("spec",)) or (first or default) == (then or default):
                continue
            if "resources" not in path or not _is_same_amount(first, then):
                yield FieldChange(f"{where}.{'.'.join(path)}", f" ({_short(first)} → {_short(then)})")


def _is_same_amount(one: object, other: object) -> bool:
    try:
        return parse_quantity(str(one)) == parse_quantity(str(other))
    except BuildError:
        return False


def _leaves(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from _leaves(inner, (*path, str(name)))
    else:
        yield path


def _one(key: ObjectKey, path: tuple[str, ...], before: object, after: object) -> Iterator[FieldChange]:
    default = _DEFAULTS.get((key.kind, path[-1]))
    before, after = (default if before is None else before), (default if after is None else after)
    if (before or None) != (after or None):
        values = "" if isinstance(before or after, (dict, list)) else f" ({_short(before)} → {_short(after)})"
        yield FieldChange(".".join(path), values)


def _get(value: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _short(value: object) -> str:
    words = "nothing" if value in (None, "", {}, []) else str(value)
    return words if len(words) <= 40 else f"{words[:37]}..."
