"""What the API server holds objects against although Kubernetes' OpenAPI says it in prose alone.

The values are those that the descriptions in the same schemas name; the API server's own validation is in Go.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["bounded"]

_CORE, _NETWORKING = "io.k8s.api.core.v1", "io.k8s.api.networking.v1"
_APPS, _BATCH, _META = "io.k8s.api.apps.v1", "io.k8s.api.batch.v1", "io.k8s.apimachinery.pkg.apis.meta.v1"

_PROTOCOLS = ("TCP", "UDP", "SCTP")
_TRAFFIC = ("Cluster", "Local")

_WORDS: Mapping[str, tuple[str, ...]] = {
    f"{_APPS}.DaemonSetUpdateStrategy.type": ("RollingUpdate", "OnDelete"),
    f"{_APPS}.DeploymentStrategy.type": ("RollingUpdate", "Recreate"),
    f"{_APPS}.StatefulSetSpec.podManagementPolicy": ("OrderedReady", "Parallel"),
    f"{_BATCH}.CronJobSpec.concurrencyPolicy": ("Allow", "Forbid", "Replace"),
    f"{_CORE}.Container.imagePullPolicy": ("Always", "IfNotPresent", "Never"),
    f"{_CORE}.ContainerPort.protocol": _PROTOCOLS,
    f"{_CORE}.PersistentVolumeSpec.persistentVolumeReclaimPolicy": ("Retain", "Delete", "Recycle"),
    f"{_CORE}.PodSpec.dnsPolicy": ("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"),
    f"{_CORE}.PodSpec.restartPolicy": ("Always", "OnFailure", "Never"),
    f"{_CORE}.SeccompProfile.type": ("Localhost", "RuntimeDefault", "Unconfined"),
    f"{_CORE}.ServicePort.protocol": _PROTOCOLS,
    f"{_CORE}.ServiceSpec.externalTrafficPolicy": _TRAFFIC,
    f"{_CORE}.ServiceSpec.internalTrafficPolicy": _TRAFFIC,
    f"{_CORE}.ServiceSpec.ipFamilyPolicy": ("SingleStack", "PreferDualStack", "RequireDualStack"),
    f"{_CORE}.ServiceSpec.sessionAffinity": ("ClientIP", "None"),
    f"{_CORE}.ServiceSpec.type": ("ExternalName", "ClusterIP", "NodePort", "LoadBalancer"),
    f"{_CORE}.TopologySpreadConstraint.whenUnsatisfiable": ("DoNotSchedule", "ScheduleAnyway"),
    f"{_META}.LabelSelectorRequirement.operator": ("In", "NotIn", "Exists", "DoesNotExist"),
    f"{_NETWORKING}.HTTPIngressPath.pathType": ("Exact", "Prefix", "ImplementationSpecific"),
    f"{_NETWORKING}.NetworkPolicyPort.protocol": _PROTOCOLS,
}
"""The only words that a field takes."""

_ITEMS: Mapping[str, tuple[str, ...]] = {
    f"{_CORE}.PersistentVolumeClaimSpec.accessModes": (
        *("ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"),
    ),
    f"{_NETWORKING}.NetworkPolicySpec.policyTypes": ("Ingress", "Egress"),
}
"""The only words that a list takes."""

_PORT = {"minimum": 1, "maximum": 65535}
_KEYS = {
    "propertyNames": {
        "pattern": "^[-._a-zA-Z0-9]+$",
        "x-hint": "write a key of letters, digits, '-', '_' and '.'",
    }
}

_MORE: Mapping[str, Mapping[str, Any]] = {
    f"{_CORE}.ConfigMap.binaryData": _KEYS,
    f"{_CORE}.ConfigMap.data": _KEYS,
    f"{_CORE}.ContainerPort.containerPort": _PORT,
    f"{_CORE}.Secret.data": _KEYS,
    f"{_CORE}.Secret.stringData": _KEYS,
    f"{_CORE}.ServicePort.port": _PORT,
    f"{_NETWORKING}.IPBlock.cidr": {
        "pattern": "^[0-9a-fA-F.:]+/[0-9]{1,3}$",
        "x-hint": "write a network such as 192.168.1.0/24",
    },
}
"""What else a field has to be."""

_REQUIRED: Mapping[str, tuple[str, ...]] = {f"{_CORE}.PersistentVolumeClaimSpec": ("accessModes", "resources")}
"""Fields that may not be left out."""


def bounded(definitions: Mapping[str, Any]) -> dict[str, Any]:
    """The definitions of Kubernetes' schemas, with what their descriptions say beside the types.

    A definition or a field that a version of Kubernetes does not have is left aside.
    """
    result = dict(definitions)
    more: dict[str, Mapping[str, Any]] = {
        **{path: {"enum": list(words)} for path, words in _WORDS.items()},
        **{path: {"items": {"enum": list(words)}} for path, words in _ITEMS.items()},
        **_MORE,
    }
    for path, extra in more.items():
        name, _, field = path.rpartition(".")
        known = result.get(name, {}).get("properties", {})
        if field in known:
            result[name] = {**result[name], "properties": {**known, field: {**known[field], **extra}}}
    for name, fields in _REQUIRED.items():
        if name in result:
            result[name] = {**result[name], "required": sorted({*result[name].get("required", ()), *fields})}
    return result
