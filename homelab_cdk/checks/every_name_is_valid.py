"""Kubernetes takes every name."""

from __future__ import annotations

import re
from functools import lru_cache

from ..order import Built, Item
from ._pods import workloads
from ._read import at, containers, maps, pod_spec
from ._rule import Found, Hit, rule

_LABEL = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?")
_SUBDOMAIN = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")
_PORT = re.compile(r"(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*")

_LABELS = frozenset({("", "Namespace"), ("", "Service"), ("apps", "StatefulSet")})
"""Kinds whose names become labels of DNS names, those of a StatefulSet with its pods' (source: Kubernetes' validation)."""

_SHORTER = {("batch", "CronJob"): 52, ("batch", "Job"): 63}
"""A CronJob's name gets 11 characters for its Jobs, a Job's is the value of a label (source: Kubernetes' validation)."""

RELEASE_NAME = 53
"""The longest name of a release (source: Helm)."""


@rule(
    "HL101",
    "every_name_is_valid",
    local=True,
    example="""
 apiVersion: v1
 kind: Service
-metadata: {name: my_web, namespace: web}
+metadata: {name: my-web, namespace: web}
""",
    says="""
Service web/my_web: the name 'my_web' is no DNS label: lower-case letters, digits and '-', with a
letter or digit at both ends; rename it
""",
)
def every_name_is_valid(built: Built) -> Found:
    """Kubernetes takes every name.

    Names of objects, namespaces, containers, ports and Helm releases follow Kubernetes' rules: DNS labels for
    Namespaces, Services and StatefulSets, names without slash for RBAC, at most 53 characters for a release, DNS
    subdomains for the rest.
    """
    for item in built.items:
        key = item.key
        problem = _problem(key.group, key.kind, key.name)
        if problem:
            yield Hit(item.path, str(key), f"the name {key.name!r} {problem}", "rename it")
        if key.namespace and _not_label(key.namespace):
            yield Hit(item.path, str(key), f"the namespace {key.namespace!r} {_not_label(key.namespace)}", "rename it")
    for item in built.of("helm.toolkit.fluxcd.io", "HelmRelease"):
        name = at(item.body, "spec").get("releaseName")
        if isinstance(name, str) and len(name) > RELEASE_NAME:
            yield Hit.of(
                item, f"spec.releaseName {name!r} has {len(name)} characters, Helm allows {RELEASE_NAME}", "shorten it"
            )
    for item in workloads(built):
        yield from _inside(item)


def _inside(item: Item) -> Found:
    for container in containers(pod_spec(item)):
        name = container.get("name")
        if not isinstance(name, str) or _not_label(name):
            yield Hit.of(
                item, f"the container name {name!r} {_not_label(str(name)) or 'is no text'}", "rename the container"
            )
        for port in maps(container.get("ports")):
            title = port.get("name")
            if isinstance(title, str) and not _is_port_name(title):
                yield Hit.of(
                    item,
                    f"the port name {title!r} is none that Kubernetes takes: at most 15 lower-case"
                    " letters, digits and single dashes, at least one letter",
                    "rename the port",
                )


@lru_cache(maxsize=1024)
def _is_port_name(name: str) -> bool:
    return len(name) <= 15 and _PORT.fullmatch(name) is not None


@lru_cache(maxsize=65536)
def _problem(group: str, kind: str, name: str) -> str:
    if group == "rbac.authorization.k8s.io":
        return "is a path, RBAC takes no '/', no '%' and neither '.' nor '..'" if _is_path(name) else ""
    if (group, kind) in _LABELS:
        return _not_label(name)
    longest = _SHORTER.get((group, kind), 253)
    if len(name) > longest:
        return f"has {len(name)} characters, a {kind} takes {longest}"
    if not _SUBDOMAIN.fullmatch(name):
        return "is no DNS subdomain: lower-case letters, digits, '-' and '.', with a letter or digit at both ends"
    return ""


def _is_path(name: str) -> bool:
    return name in (".", "..") or "/" in name or "%" in name


@lru_cache(maxsize=16384)
def _not_label(name: str) -> str:
    if len(name) > 63:
        return f"has {len(name)} characters, a DNS label takes 63"
    if not _LABEL.fullmatch(name):
        return "is no DNS label: lower-case letters, digits and '-', with a letter or digit at both ends"
    return ""
