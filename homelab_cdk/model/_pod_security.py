"""Kubernetes' Pod Security Standards: what each level refuses, and the strictest that a pod meets.

Source: the checks of `k8s.io/pod-security-admission/policy` as of Kubernetes 1.36.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from ._reading import Map, at, mapping, maps, texts

__all__ = ["POD_SECURITY_LEVELS", "PodSecurity", "against_baseline", "against_restricted", "pod_security"]

PodSecurity = Literal["privileged", "baseline", "restricted"]

POD_SECURITY_LEVELS: tuple[PodSecurity, ...] = ("privileged", "baseline", "restricted")
"""From the most lenient to the strictest."""

_USER_NAMESPACES = (1, 35)
"""From here on a pod with a user namespace of its own (`hostUsers: false`) may be root in it."""

_BASELINE_CAPABILITIES = frozenset(
    (
        *("AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE"),
        *("SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"),
    )
)
_SYSCTLS = frozenset(
    (
        *("kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.ip_local_reserved_ports"),
        *("net.ipv4.ip_unprivileged_port_start", "net.ipv4.ping_group_range", "net.ipv4.tcp_fin_timeout"),
        *("net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes", "net.ipv4.tcp_keepalive_time"),
        *("net.ipv4.tcp_rmem", "net.ipv4.tcp_syncookies", "net.ipv4.tcp_wmem"),
    )
)
_SELINUX_TYPES = ("", "container_t", "container_init_t", "container_kvm_t", "container_engine_t")
_VOLUMES = frozenset(
    (
        *("configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image"),
        *("persistentVolumeClaim", "projected", "secret"),
    )
)
_PROFILES = ("RuntimeDefault", "Localhost")
_APPARMOR = "container.apparmor.security.beta.kubernetes.io/"
_PROBES = ("livenessProbe", "readinessProbe", "startupProbe")


def pod_security(pod: Map, annotations: Map | None = None, *, kubernetes: str = "1.36") -> PodSecurity:
    """The strictest level that a pod meets.

    Args:
        pod: the spec of the pod.
        annotations: the pod's annotations; by default it has none.
        kubernetes: the minor version of Kubernetes whose standards count; by default the newest that is known.
    """
    if any(against_baseline(pod, annotations, kubernetes=kubernetes)):
        return "privileged"
    return "baseline" if any(against_restricted(pod, kubernetes=kubernetes)) else "restricted"


def against_baseline(pod: Map, annotations: Map | None = None, *, kubernetes: str = "1.36") -> Iterator[str]:
    """What a pod has that `baseline` refuses, in words."""
    for field in ("hostNetwork", "hostPID", "hostIPC"):
        if pod.get(field) is True:
            yield f"{field}: true"
    for volume in maps(pod.get("volumes")):
        if "hostPath" in volume:
            yield f"the hostPath {at(volume, 'hostPath').get('path')}"
    whole = mapping(pod.get("securityContext"))
    yield from _of_context(whole, "")
    unsafe = [name for name in (str(item.get("name")) for item in maps(whole.get("sysctls"))) if name not in _SYSCTLS]
    if unsafe:
        yield f"the sysctls {', '.join(unsafe)}"
    unmasked = pod.get("hostUsers") is not False or _minor(kubernetes) < _USER_NAMESPACES
    for container in _containers(pod):
        yield from _of_container(container, f" of the container {container.get('name')}", unmasked=unmasked)
    for key, value in (annotations or {}).items():
        allowed = value in ("", "runtime/default") or str(value).startswith("localhost/")
        if str(key).startswith(_APPARMOR) and not allowed:
            yield f"the AppArmor profile {value} of the container {str(key).removeprefix(_APPARMOR)}"


def _of_context(context: Map, of: str) -> Iterator[str]:
    """What a security context has, whether the pod's or a container's."""
    if "windowsOptions" in context and at(context, "windowsOptions").get("hostProcess") is True:
        yield f"hostProcess: true{of}"
    for field in ("seccompProfile", "appArmorProfile"):
        if field in context:
            kind = at(context, field).get("type", "RuntimeDefault")
            if kind not in _PROFILES:
                yield f"{field} {kind}{of}"
    if "seLinuxOptions" in context:
        options = at(context, "seLinuxOptions")
        odd = [field for field in ("user", "role") if options.get(field)]
        if (options.get("type") or "") not in _SELINUX_TYPES:
            odd.append("type")
        if odd:
            yield f"seLinuxOptions with {', '.join(f'{field} {options.get(field)}' for field in odd)}{of}"


def _of_container(container: Map, of: str, *, unmasked: bool) -> Iterator[str]:
    context = mapping(container.get("securityContext"))
    if context.get("privileged") is True:
        yield f"privileged: true{of}"
    beyond = [item for item in texts(at(context, "capabilities").get("add")) if item not in _BASELINE_CAPABILITIES]
    if beyond:
        yield f"the capabilities {', '.join(beyond)}{of}"
    ports = [port["hostPort"] for port in maps(container.get("ports")) if port.get("hostPort")]
    if ports:
        yield f"the hostPort {', '.join(map(str, ports))}{of}"
    if unmasked and context.get("procMount", "Default") not in ("Default", None):
        yield f"procMount {context['procMount']}{of}"
    yield from _of_context(context, of)
    hosts = {str(host) for host in _hosts(container)}
    if hosts:
        yield f"probes or lifecycle hooks for the host {', '.join(sorted(hosts))}{of}"


def _hosts(container: Map) -> Iterator[object]:
    """Other hosts that the kubelet would ask on behalf of a container."""
    handlers = [mapping(container[probe]) for probe in _PROBES if probe in container]
    if "lifecycle" in container:
        handlers += [at(container, "lifecycle", moment) for moment in ("postStart", "preStop")]
    for handler in handlers:
        for way in ("httpGet", "tcpSocket"):
            host = at(handler, way).get("host")
            if host:
                yield host


def against_restricted(pod: Map, *, kubernetes: str = "1.36") -> Iterator[str]:
    """What a pod lacks for `restricted`, beyond what `baseline` refuses; written as what to set."""
    windows = at(pod, "os").get("name") == "windows"
    whole = mapping(pod.get("securityContext"))
    apart = pod.get("hostUsers") is False and _minor(kubernetes) >= _USER_NAMESPACES
    if whole.get("runAsNonRoot") is False and not apart:
        yield "securityContext.runAsNonRoot: true"
    if whole.get("runAsUser") == 0 and not apart:
        yield "securityContext.runAsUser other than 0"
    for volume in maps(pod.get("volumes")):
        kinds = [str(key) for key in volume if key not in _VOLUMES and key not in ("name", "hostPath")]
        if kinds:
            yield f"no volume of the kind {', '.join(kinds)} ({volume.get('name')})"
    profile = at(whole, "seccompProfile").get("type")
    for container in _containers(pod):
        context = mapping(container.get("securityContext"))
        lacks = list(
            _lacks(
                context,
                safe=whole.get("runAsNonRoot") is True,
                profiled=profile in _PROFILES,
                apart=apart,
                windows=windows,
            )
        )
        if lacks:
            yield f"{', '.join(lacks)} in the container {container.get('name')}"


def _lacks(context: Map, *, safe: bool, profiled: bool, apart: bool, windows: bool) -> Iterator[str]:
    if context.get("allowPrivilegeEscalation") is not False and not windows:
        yield "allowPrivilegeEscalation: false"
    given = context.get("runAsNonRoot")
    if (given is False or (given is None and not safe)) and not apart:
        yield "runAsNonRoot: true"
    if context.get("runAsUser") == 0 and not apart:
        yield "runAsUser other than 0"
    if context.get("procMount", "Default") not in ("Default", None):
        yield "procMount: Default"
    if windows:
        return
    profile = at(context, "seccompProfile").get("type")
    if profile not in _PROFILES and (profile or not profiled):
        yield "seccompProfile.type: RuntimeDefault"
    capabilities = mapping(context.get("capabilities"))
    if "ALL" not in texts(capabilities.get("drop")):
        yield "capabilities.drop: [ALL]"
    added = [item for item in texts(capabilities.get("add")) if item != "NET_BIND_SERVICE"]
    if added:
        yield f"no added capabilities but NET_BIND_SERVICE (it adds {', '.join(added)})"


def _containers(pod: Map) -> Iterator[Map]:
    yield from maps(pod.get("initContainers"))
    yield from maps(pod.get("containers"))
    yield from maps(pod.get("ephemeralContainers"))


def _minor(kubernetes: str) -> tuple[int, ...]:
    """A version as numbers; the newest where it is none."""
    parts = kubernetes.removeprefix("v").split(".")[:2]
    return tuple(map(int, parts)) if all(part.isdecimal() for part in parts) else (1, 36)
