"""Values that hold a piece of a Kubernetes object, known by their key: `resources`, `affinity`, ..."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from ..schemas import closure, kubernetes_definitions as _definitions, says, shown, suggest, unexpected_keys

__all__ = ["KubernetesType", "served_kinds", "type_errors", "type_of_key"]

_Path = tuple[str | int, ...]

_CORE = "io.k8s.api.core.v1."
_APPS = "io.k8s.api.apps.v1."


class KubernetesType:
    """A type of Kubernetes' API: definitions one of which a value fulfils, and whether it is a list of them.

    `keys` are the fields that stand in for the definitions where `kubernetes-validate` is not installed.
    """

    __slots__ = ("definitions", "keys", "many")

    def __init__(self, *definitions: str, many: bool = False, keys: str = "") -> None:
        self.definitions = definitions
        self.many = many
        self.keys = frozenset(keys.split())

    def fits(self, value: object) -> bool:
        """Whether a value has the outer shape: a list or a map."""
        return isinstance(value, list) if self.many else isinstance(value, Mapping)

    def takes(self, default: object) -> bool:
        """Whether a chart's default looks like this type, and its key does not just happen to have the same name."""
        if isinstance(default, list):
            return self.many and all(isinstance(item, Mapping) for item in default)
        if not isinstance(default, Mapping) or self.many:
            return False
        return not default or not self.keys or not self.keys.isdisjoint(default)


_STRINGS = KubernetesType()
"""A map of text to text: labels, annotations, node selectors."""

_CONTAINER_CONTEXT = (
    "allowPrivilegeEscalation appArmorProfile capabilities privileged procMount readOnlyRootFilesystem"
    " runAsGroup runAsNonRoot runAsUser seLinuxOptions seccompProfile windowsOptions"
)
_POD_CONTEXT = (
    "appArmorProfile fsGroup fsGroupChangePolicy runAsGroup runAsNonRoot runAsUser seLinuxChangePolicy"
    " seLinuxOptions seccompProfile supplementalGroups supplementalGroupsPolicy sysctls windowsOptions"
)
_PROBE = (
    "exec failureThreshold grpc httpGet initialDelaySeconds periodSeconds successThreshold tcpSocket"
    " terminationGracePeriodSeconds timeoutSeconds"
)
_OWN_RESOURCES = ("cpu", "ephemeral-storage", "memory")
_RESOURCES = KubernetesType(_CORE + "ResourceRequirements", keys="claims limits requests")
_SECURITY = KubernetesType(
    _CORE + "SecurityContext", _CORE + "PodSecurityContext", keys=f"{_CONTAINER_CONTEXT} {_POD_CONTEXT}"
)
_ENV = KubernetesType(_CORE + "EnvVar", many=True, keys="name value valueFrom")
_ENV_FROM = KubernetesType(_CORE + "EnvFromSource", many=True, keys="configMapRef prefix secretRef")
_VOLUMES = KubernetesType(_CORE + "Volume", many=True)
_MOUNTS = KubernetesType(
    _CORE + "VolumeMount",
    many=True,
    keys="mountPath mountPropagation name readOnly recursiveReadOnly subPath subPathExpr",
)
_CONTAINERS = KubernetesType(_CORE + "Container", many=True)
_STRATEGY = KubernetesType(
    _APPS + "DeploymentStrategy",
    _APPS + "StatefulSetUpdateStrategy",
    _APPS + "DaemonSetUpdateStrategy",
    keys="rollingUpdate type",
)

_BY_KEY: Mapping[str, KubernetesType] = {
    "resources": _RESOURCES,
    "securitycontext": _SECURITY,
    "podsecuritycontext": _SECURITY,
    "containersecuritycontext": _SECURITY,
    "nodeselector": _STRINGS,
    "affinity": KubernetesType(_CORE + "Affinity", keys="nodeAffinity podAffinity podAntiAffinity"),
    "tolerations": KubernetesType(_CORE + "Toleration", many=True, keys="effect key operator tolerationSeconds value"),
    "topologyspreadconstraints": KubernetesType(
        _CORE + "TopologySpreadConstraint",
        many=True,
        keys="labelSelector matchLabelKeys maxSkew minDomains nodeAffinityPolicy nodeTaintsPolicy topologyKey"
        " whenUnsatisfiable",
    ),
    "strategy": _STRATEGY,
    "updatestrategy": _STRATEGY,
    "deploymentstrategy": _STRATEGY,
    "env": _ENV,
    "extraenv": _ENV,
    "extraenvs": _ENV,
    "extraenvvars": _ENV,
    "additionalenv": _ENV,
    "envfrom": _ENV_FROM,
    "extraenvfrom": _ENV_FROM,
    "volumes": _VOLUMES,
    "extravolumes": _VOLUMES,
    "additionalvolumes": _VOLUMES,
    "volumemounts": _MOUNTS,
    "extravolumemounts": _MOUNTS,
    "additionalvolumemounts": _MOUNTS,
    "extracontainers": _CONTAINERS,
    "extrainitcontainers": _CONTAINERS,
    "initcontainers": _CONTAINERS,
    "additionalcontainers": _CONTAINERS,
    "sidecars": _CONTAINERS,
    "livenessprobe": KubernetesType(_CORE + "Probe", keys=_PROBE),
    "readinessprobe": KubernetesType(_CORE + "Probe", keys=_PROBE),
    "startupprobe": KubernetesType(_CORE + "Probe", keys=_PROBE),
    "hostaliases": KubernetesType(_CORE + "HostAlias", many=True, keys="hostnames ip"),
    "dnsconfig": KubernetesType(_CORE + "PodDNSConfig", keys="nameservers options searches"),
    "lifecycle": KubernetesType(_CORE + "Lifecycle", keys="postStart preStop stopSignal"),
}


def type_of_key(key: str) -> KubernetesType | None:
    """The Kubernetes type that a key of this name holds in charts, or None."""
    lower = key.lower()
    if lower.endswith(("annotations", "labels")):
        return _STRINGS
    return _BY_KEY.get(lower)


def type_errors(
    kind: KubernetesType, value: object, kubernetes: str, *, at: _Path = ()
) -> Iterator[tuple[_Path, str, str]]:
    """Where a value that stands `at` a path is not of a Kubernetes type: the full path, message, suggestion.

    Checked against Kubernetes' own schemas where `kubernetes-validate` is installed, else by
    field name.
    """
    if value is None:
        return
    if not kind.definitions:
        yield from _strings(value, at)
        return
    if not kind.fits(value):
        yield at, f"has to be {'a list' if kind.many else 'a map'}, got {shown(value)}", ""
        return
    definitions = _definitions(kubernetes)
    items: Sequence[tuple[_Path, object]] = (
        [((*at, index), item) for index, item in enumerate(value)]
        if kind.many and isinstance(value, list)
        else [(at, value)]
    )
    for path, item in items:
        if definitions is not None:
            yield from _by_schema(kind, item, kubernetes, path)
        else:
            yield from _by_key(kind, item, path)
        if kind is _RESOURCES and isinstance(item, Mapping):
            yield from _resource_names(item, path)


def _resource_names(item: Mapping[str, object], at: _Path) -> Iterator[tuple[_Path, str, str]]:
    """Kubernetes refuses a resource without a domain that is none of its own; its schema does not say so."""
    for field in ("limits", "requests"):
        amounts = item.get(field)
        for name in amounts if isinstance(amounts, Mapping) else ():
            if name not in _OWN_RESOURCES and "/" not in str(name) and not str(name).startswith("hugepages-"):
                path = (*at, field)
                yield (*path, str(name)), "Kubernetes knows no such resource", suggest(str(name), _OWN_RESOURCES, path)


def _strings(value: object, at: _Path) -> Iterator[tuple[_Path, str, str]]:
    if not isinstance(value, Mapping):
        yield at, f"has to be a map of text to text, got {shown(value)}", ""
        return
    for key, item in value.items():
        if item is not None and not isinstance(item, str):
            yield (*at, str(key)), f"has to be text, got {shown(item)}", "write it in quotes"


def _by_key(kind: KubernetesType, item: object, at: _Path) -> Iterator[tuple[_Path, str, str]]:
    if not isinstance(item, Mapping):
        yield at, f"has to be a map, got {shown(item)}", ""
        return
    for key in item:
        if kind.keys and key not in kind.keys:
            yield (
                (*at, str(key)),
                "Kubernetes has no such field here",
                suggest(str(key), sorted(kind.keys), at),
            )


def _by_schema(kind: KubernetesType, item: object, kubernetes: str, at: _Path) -> list[tuple[_Path, str, str]]:
    best: list[tuple[_Path, str, str]] | None = None
    for name in kind.definitions:
        found: list[tuple[_Path, str, str]] = []
        for error in _validator(name, kubernetes).iter_errors(item):
            path = (*at, *error.absolute_path)
            unknown = unexpected_keys(error, at)
            found += [((*path, key), "Kubernetes has no such field here", hint) for key, hint in unknown]
            if not unknown:
                found.append((path, says(error), ""))
        if best is None or len(found) < len(best):
            best = found
    return best or []


@cache
def served_kinds(kubernetes: str) -> tuple[str, ...]:
    """What a chart may ask of a cluster's own API, as `group/version/Kind`: stable versions, for others are off by default.

    Helm renders with the groups alone; in the cluster it asks the API server, which names the kinds, too. Empty where
    `kubernetes-validate` is not installed.
    """
    definitions = _definitions(kubernetes)
    found: set[str] = set()
    for schema in (definitions or {}).get("$defs", {}).values():
        for item in schema.get("x-kubernetes-group-version-kind", ()):
            group, version, kind = item["group"], item["version"], item["kind"]
            if "alpha" not in version and "beta" not in version and not kind.endswith(("List", "Options", "Event")):
                found.add("/".join(part for part in (group, version, kind) if part))
    return tuple(sorted(found))


@cache
def _validator(name: str, kubernetes: str) -> Any:
    """A validator for one definition."""
    import jsonschema

    return jsonschema.Draft202012Validator(closure(name, _definitions(kubernetes) or {"$defs": {}}))
