"""The files beside `config.yaml`: registries, the kernel, the audit log and Pod Security."""

from __future__ import annotations

from collections.abc import Iterable

from ..constructs import HostNeeds, HostPackage, UnitChart
from ..model import Body, Registries
from ..order import Built

__all__ = ["KUBELET_SYSCTLS", "admission", "audit_policy", "exempt_namespaces", "needs_of", "registries"]

KUBELET_SYSCTLS = (
    ("vm.panic_on_oom", "0"),
    ("vm.overcommit_memory", "1"),
    ("kernel.panic", "10"),
    ("kernel.panic_on_oops", "1"),
)
"""What a kubelet sets by itself, and with `protect-kernel-defaults` wants to find (source: k3s' hardening guide)."""

_K3S = HostNeeds(packages=(HostPackage("curl"),), modules=("br_netfilter", "overlay"))
"""What k3s needs (source: its installer, which loads the modules with the service and downloads with curl)."""

_LEVEL = "pod-security.kubernetes.io/enforce"


def needs_of(charts: Iterable[UnitChart]) -> HostNeeds:
    """What k3s and all components need of a machine, each once."""
    needs = [_K3S, *(chart.host_needs for chart in charts)]
    return HostNeeds(
        packages=tuple(sorted({package for need in needs for package in need.packages})),
        modules=tuple(sorted({module for need in needs for module in need.modules})),
        services=tuple(sorted({service for need in needs for service in need.services})),
        sysctls=tuple(sorted({setting for need in needs for setting in need.sysctls})),
        files=tuple(sorted({file for need in needs for file in need.files})),
    )


def registries(config: Registries) -> Body:
    """`registries.yaml`; empty where every image comes straight from its registry.

    With the embedded registry, what stands among the mirrors is shared, so `*` goes in where nothing does.
    """
    mirrors: Body = {name: {"endpoint": list(urls)} for name, urls in config.mirrors}
    if config.embedded and "*" not in mirrors:
        mirrors["*"] = {}
    hosts: Body = {host: {"tls": {"ca_file": path}} for host, path in config.authorities}
    return {**({"mirrors": mirrors} if mirrors else {}), **({"configs": hosts} if hosts else {})}


def audit_policy() -> Body:
    """Who did what and when, without contents: the policy of k3s' hardening guide."""
    return {"apiVersion": "audit.k8s.io/v1", "kind": "Policy", "rules": [{"level": "Metadata"}]}


def exempt_namespaces(built: Built) -> list[str]:
    """Namespaces to which the defaults must not apply.

    Every namespace of the lab says its own level, which wins over the defaults. Those of operators do not come from the
    lab, and one may stand for a moment before its labels do, so all that need host access are left out by name; a
    namespace with a stricter level is never among them, since nothing would be judged there any more.
    """
    levels = {item.key.name: _level(item.body) for item in built.of("", "Namespace")}
    privileged = {name for name, level in levels.items() if level == "privileged"}
    children = (child for chart in built.lab.unit_charts for child in chart.children)
    privileged |= {
        child.namespace
        for child in children
        if child.namespace not in levels and (child.host_network or child.host_paths)
    }
    return sorted({"kube-system", *privileged})


def _level(body: Body) -> str:
    return str(body["metadata"].get("labels", {}).get(_LEVEL, ""))


def admission(exempt: list[str]) -> Body:
    """What the API server's admission plugins are told: the restricted level, and a bound on events.

    The bound is the one that Rancher sets by default; Kubernetes has none.
    """
    levels = dict.fromkeys(("enforce", "audit", "warn"), "restricted")
    versions = {f"{mode}-version": "latest" for mode in levels}
    pod_security: Body = {
        "apiVersion": "pod-security.admission.config.k8s.io/v1",
        "kind": "PodSecurityConfiguration",
        "defaults": {**levels, **versions},
        "exemptions": {"usernames": [], "runtimeClasses": [], "namespaces": exempt},
    }
    events: Body = {
        "apiVersion": "eventratelimit.admission.k8s.io/v1alpha1",
        "kind": "Configuration",
        "limits": [{"type": "Server", "qps": 5000, "burst": 20000}],
    }
    return {
        "apiVersion": "apiserver.config.k8s.io/v1",
        "kind": "AdmissionConfiguration",
        "plugins": [
            {"name": "PodSecurity", "configuration": pod_security},
            {"name": "EventRateLimit", "configuration": events},
        ],
    }
