"""What pods and claims of the tree wait for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..model import Body, Map, ObjectKey, at, maps, named, text
from ._condition import CNI, Condition, account, claim, config_map, secret, storage_class
from ._engine import Need

__all__ = ["EVERYWHERE", "PODS", "claims_of", "class_need", "pod_needs", "value_needs"]

PODS = frozenset({"DaemonSet", "Deployment", "Job", "Pod", "ReplicaSet", "StatefulSet"})
"""Kinds that are ready when their pods run; a CronJob is ready at once (source: kstatus)."""

EVERYWHERE = frozenset({"kube-root-ca.crt"})
"""ConfigMaps that Kubernetes puts into every namespace."""

_CLASS_KEYS = ("storageClass", "storageClassName")
_EXISTING = ("existingsecret", "existingsecretname")


def pod_needs(key: ObjectKey, body: Body) -> list[Need]:
    """What has to be there before the pods of a workload run."""
    spec = _pod_spec(key, body)
    found: dict[Condition, Need] = {}
    if spec.get("hostNetwork") is not True:
        found[CNI] = Need(condition=CNI, subject=key, detail="needs a network for its pods")
    name = text(spec.get("serviceAccountName"))
    if name and name != "default":
        found[account(key.namespace, name)] = Need(
            condition=account(key.namespace, name), subject=key, detail=f"runs as the ServiceAccount {name}"
        )
    for condition, what in _references(key.namespace, spec):
        found.setdefault(condition, Need(condition=condition, subject=key, detail=f"reads the {what}"))
    for name in claims_of(key, body):
        condition = claim(key.namespace, name)
        found.setdefault(
            condition, Need(condition=condition, subject=key, detail=f"mounts the PersistentVolumeClaim {name}")
        )
    for template in maps(at(body, "spec").get("volumeClaimTemplates")):
        need = class_need(key, text(at(template, "spec").get("storageClassName")))
        found.setdefault(need.condition, need)
    return list(found.values())


def class_need(key: ObjectKey, name: str) -> Need:
    """A volume of a StorageClass; of the default where none is named."""
    what = f"the StorageClass {name}" if name else "a default StorageClass"
    return Need(condition=storage_class(name), subject=key, detail=f"needs {what}")


def claims_of(key: ObjectKey, body: Body) -> list[str]:
    """The PersistentVolumeClaims that the pods of a workload mount."""
    volumes = maps(_pod_spec(key, body).get("volumes"))
    return [name for volume in volumes if (name := text(at(volume, "persistentVolumeClaim").get("claimName")))]


def value_needs(key: ObjectKey, namespace: str, values: Any) -> list[Need]:
    """What the values of a release name in Kubernetes' own words, and existing Secrets in those of most charts.

    Facts say which pods a chart has, but not which Secrets they read.
    """
    found: dict[Condition, Need] = {}
    pending = [values]
    while pending:
        item = pending.pop()
        if isinstance(item, list):
            pending.extend(item)
        if not isinstance(item, dict):
            continue
        pending.extend(item.values())
        for condition, what in _value_references(namespace, item):
            found.setdefault(condition, Need(condition=condition, subject=key, detail=f"reads the {what}"))
        for field, value in item.items():
            if field in _CLASS_KEYS and _plain(value) and value != "-":
                found.setdefault(storage_class(value), class_need(key, value))
    return list(found.values())


def _pod_spec(key: ObjectKey, body: Body) -> Map:
    return at(body, "spec") if key.kind == "Pod" else at(body, "spec", "template", "spec")


def _references(namespace: str, spec: Map) -> Iterator[tuple[Condition, str]]:
    for container in (*maps(spec.get("containers")), *maps(spec.get("initContainers"))):
        for entry in maps(container.get("env")):
            source = at(entry, "valueFrom")
            if source:
                yield from _one(namespace, source, "secretKeyRef", "configMapKeyRef")
        for entry in maps(container.get("envFrom")):
            yield from _one(namespace, entry, "secretRef", "configMapRef")
    for volume in maps(spec.get("volumes")):
        for source in (volume, *maps(at(volume, "projected").get("sources"))):
            yield from _one(namespace, source, "secret", "configMap")


def _value_references(namespace: str, item: Map) -> Iterator[tuple[Condition, str]]:
    yield from _one(namespace, item, "secretKeyRef", "configMapKeyRef")
    yield from _one(namespace, item, "secretRef", "configMapRef")
    for field, value in item.items():
        if field.lower().endswith(_EXISTING) and _plain(value):
            yield secret(namespace, value), f"Secret {value}"


def _one(namespace: str, holder: Map, secrets: str, maps_: str) -> Iterator[tuple[Condition, str]]:
    for field, kind, make in ((secrets, "Secret", secret), (maps_, "ConfigMap", config_map)):
        reference = holder.get(field)
        if not isinstance(reference, dict) or reference.get("optional"):
            continue
        name = named(reference) or text(reference.get("secretName"))
        if _plain(name) and not (kind == "ConfigMap" and name in EVERYWHERE):
            yield make(namespace, name), f"{kind} {name}"


def _plain(value: Any) -> bool:
    """Whether a value is a name, and no template that the chart makes a name of."""
    return isinstance(value, str) and value != "" and "{{" not in value
