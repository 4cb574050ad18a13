"""The Pod Security levels of namespaces, and what each refuses.

Source: the Pod Security Standards of Kubernetes 1.36.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..order import Built
from ._read import Map, at, containers, mapping, maps, texts
from ._rule import once

__all__ = ["LEVELS", "LEVEL_LABEL", "against_baseline", "against_restricted", "level_of"]

LEVELS = ("privileged", "baseline", "restricted")
LEVEL_LABEL = "pod-security.kubernetes.io/enforce"

_BASELINE_CAPABILITIES = frozenset(
    (
        *("AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE"),
        *("SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"),
    )
)
_RESTRICTED_VOLUMES = frozenset(
    (
        *("name", "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral"),
        *("persistentVolumeClaim", "projected", "secret", "image"),
    )
)
_PROFILES = ("RuntimeDefault", "Localhost")


@once
def _by_namespace(built: Built) -> dict[str, str]:
    return {
        item.key.name: str(at(item.body, "metadata", "labels").get(LEVEL_LABEL) or "privileged")
        for item in built.of("", "Namespace")
    }


def level_of(built: Built, namespace: str) -> str:
    """The level that a namespace enforces; `privileged` where it says none, or is not of this tree."""
    return _by_namespace(built).get(namespace, "privileged")


def against_baseline(pod: Map) -> Iterator[str]:
    """What a pod has that `baseline` refuses."""
    for field in ("hostNetwork", "hostPID", "hostIPC"):
        if pod.get(field) is True:
            yield f"{field}: true"
    for volume in maps(pod.get("volumes")):
        if "hostPath" in volume:
            yield f"the hostPath {at(volume, 'hostPath').get('path')}"
    for container in containers(pod):
        name = container.get("name")
        context = mapping(container.get("securityContext"))
        if context.get("privileged") is True:
            yield f"privileged: true of the container {name}"
        beyond = [item for item in texts(at(context, "capabilities").get("add")) if item not in _BASELINE_CAPABILITIES]
        if beyond:
            yield f"the capabilities {', '.join(beyond)} of the container {name}"
        ports = [port["hostPort"] for port in maps(container.get("ports")) if port.get("hostPort")]
        if ports:
            yield f"the hostPort {', '.join(map(str, ports))} of the container {name}"
        if at(context, "seccompProfile").get("type") == "Unconfined":
            yield f"seccompProfile Unconfined of the container {name}"
    if at(pod, "securityContext", "seccompProfile").get("type") == "Unconfined":
        yield "seccompProfile Unconfined"


def against_restricted(pod: Map) -> Iterator[str]:
    """What a pod lacks for `restricted`, beyond what `baseline` refuses; written as what to set."""
    if at(pod, "os").get("name") == "windows":
        return
    whole = mapping(pod.get("securityContext"))
    safe = whole.get("runAsNonRoot") is True
    profiled = at(whole, "seccompProfile").get("type") in _PROFILES
    if whole.get("runAsUser") == 0:
        yield "securityContext.runAsUser other than 0"
    for volume in maps(pod.get("volumes")):
        kinds = [str(key) for key in volume if key not in _RESTRICTED_VOLUMES and key != "hostPath"]
        if kinds:
            yield f"no volume of the kind {', '.join(kinds)} ({volume.get('name')})"
    for container in containers(pod):
        context = mapping(container.get("securityContext"))
        lacks = list(_container(context, safe=safe, profiled=profiled))
        if lacks:
            yield f"{', '.join(lacks)} in the container {container.get('name')}"


def _container(context: Map, *, safe: bool, profiled: bool) -> Iterator[str]:
    if context.get("allowPrivilegeEscalation") is not False:
        yield "allowPrivilegeEscalation: false"
    if context.get("runAsNonRoot", safe) is not True:
        yield "runAsNonRoot: true"
    if context.get("runAsUser") == 0:
        yield "runAsUser other than 0"
    profile = at(context, "seccompProfile").get("type")
    if profile not in _PROFILES and (profile or not profiled):
        yield "seccompProfile.type: RuntimeDefault"
    capabilities = mapping(context.get("capabilities"))
    if "ALL" not in texts(capabilities.get("drop")):
        yield "capabilities.drop: [ALL]"
    added = [item for item in texts(capabilities.get("add")) if item != "NET_BIND_SERVICE"]
    if added:
        yield f"no added capabilities but NET_BIND_SERVICE (it adds {', '.join(added)})"
