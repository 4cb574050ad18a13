"""What custom resources name is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..order import Built, Item
from ._existing import Shelf, config_maps, secrets
from ._meant import either, in_place_of
from ._pods import pods_of
from ._read import at, mapping
from ._rule import Found, Hit, once, rule

_CNPG, _VELERO, _METALLB, _GATEWAY = "postgresql.cnpg.io", "velero.io", "metallb.io", "gateway.networking.k8s.io"
_BARMAN, _ISSUERS = "barmancloud.cnpg.io", "cert-manager.io"
_MAKING = (f"{_ISSUERS}/cluster-issuer", f"{_ISSUERS}/issuer", "kubernetes.io/tls-acme")

_Problem = tuple[str, str]
"""What is wrong with a field, and how to mend it."""


@dataclass(frozen=True, slots=True)
class _Names:
    """A field that names an object of its own namespace: `[]` in the path stands for every entry of a list.

    `of` is the object's group and kind. `key` is the field beside the name that names a key of it.
    """

    group: str
    kind: str
    path: str
    of: tuple[str, str]
    key: str = ""


_NAMED = 10
"""How many others are named where one is not there."""

_SECRET, _CONFIG_MAP = ("", "Secret"), ("", "ConfigMap")

_NAMES = (
    *(_Names(_CNPG, kind, "spec.cluster.name", (_CNPG, "Cluster")) for kind in ("Database", "DatabaseRole", "Pooler")),
    *(_Names(_CNPG, kind, "spec.cluster.name", (_CNPG, "Cluster")) for kind in ("Backup", "ScheduledBackup")),
    *(_Names(_CNPG, kind, "spec.cluster.name", (_CNPG, "Cluster")) for kind in ("Publication", "Subscription")),
    _Names(_CNPG, "Cluster", "spec.plugins.[].parameters.barmanObjectName", (_BARMAN, "ObjectStore")),
    _Names(_CNPG, "Cluster", "spec.bootstrap.initdb.secret.name", _SECRET),
    _Names(_CNPG, "Cluster", "spec.superuserSecret.name", _SECRET),
    _Names(_CNPG, "DatabaseRole", "spec.passwordSecret.name", _SECRET),
    _Names(_BARMAN, "ObjectStore", "spec.configuration.s3Credentials.accessKeyId.name", _SECRET, key="key"),
    _Names(_BARMAN, "ObjectStore", "spec.configuration.s3Credentials.secretAccessKey.name", _SECRET, key="key"),
    _Names(_VELERO, "Schedule", "spec.template.storageLocation", (_VELERO, "BackupStorageLocation")),
    _Names(_VELERO, "Schedule", "spec.template.resourcePolicy.name", _CONFIG_MAP),
    _Names(_METALLB, "L2Advertisement", "spec.ipAddressPools.[]", (_METALLB, "IPAddressPool")),
    _Names(_METALLB, "BGPAdvertisement", "spec.ipAddressPools.[]", (_METALLB, "IPAddressPool")),
    _Names(_METALLB, "BGPAdvertisement", "spec.peers.[]", (_METALLB, "BGPPeer")),
    _Names(_GATEWAY, "Gateway", "spec.listeners.[].tls.certificateRefs.[].name", _SECRET),
    _Names(_ISSUERS, "Issuer", "spec.ca.secretName", _SECRET),
    _Names(_ISSUERS, "ClusterIssuer", "spec.ca.secretName", _SECRET),
    _Names("upgrade.cattle.io", "Plan", "spec.secrets.[].name", _SECRET),
    _Names("networking.k8s.io", "Ingress", "spec.tls.[].secretName", _SECRET),
    _Names("autoscaling", "HorizontalPodAutoscaler", "spec.scaleTargetRef.name", ("", "")),
)
"""Sources: the API references of CloudNativePG, its Barman Cloud plugin, Velero, MetalLB, cert-manager, the Gateway API, the
System Upgrade Controller and Kubernetes."""


@rule(
    "HL175",
    "every_resource_finds_what_it_names",
    apart=True,
    example="""
 apiVersion: metallb.io/v1beta1
 kind: IPAddressPool
 metadata: {name: home, namespace: metallb-system}
 spec: {addresses: [192.168.1.200-192.168.1.220]}
 ---
 apiVersion: metallb.io/v1beta1
 kind: L2Advertisement
 metadata: {name: home, namespace: metallb-system}
-spec: {ipAddressPools: [hoem]}
+spec: {ipAddressPools: [home]}
""",
    says="""
L2Advertisement.metallb.io metallb-system/home: spec.ipAddressPools[0] names IPAddressPool hoem,
which nothing in this lab makes in metallb-system (there is home); write home, or add it
""",
)
def every_resource_finds_what_it_names(built: Built) -> Found:
    """What custom resources name is there.

    The cluster of each database and role, the store of each backup, the pools of each advertisement, the certificate of each
    listener, the authority of each issuer, the Secrets of all of them and of upgrade plans, and the target of each autoscaler are
    made by something, with the keys that are read. Without them the controller goes on looking, and nothing comes of the object.
    """
    for names in _NAMES:
        for item in built.of(names.group, names.kind):
            for field, name, holder in _found(item.body, names.path.split("."), ""):
                problem = _problem(built, item, names, name, holder)
                if problem is not None:
                    yield Hit.of(item, f"{field} {problem[0]}", problem[1])


def _found(value: object, path: list[str], field: str) -> Iterator[tuple[str, str, Any]]:
    """The names at a path, with where each stands and the map around it."""
    step, *rest = path
    if step == "[]":
        for number, entry in enumerate(value if isinstance(value, list) else ()):
            if rest:
                yield from _found(entry, rest, f"{field}[{number}]")
            elif isinstance(entry, str):
                yield f"{field}[{number}]", entry, {}
        return
    inner = mapping(value).get(step)
    field = f"{field}.{step}" if field else step
    if rest:
        yield from _found(inner, rest, field)
    elif isinstance(inner, str) and inner:
        yield field, inner, value


def _problem(built: Built, item: Item, names: _Names, name: str, holder: Any) -> _Problem | None:
    around = mapping(holder)
    namespace = str(around.get("namespace") or item.key.namespace)
    group, kind = names.of
    if not kind:
        kind = str(around.get("kind"))
        group = str(around.get("apiVersion") or "v1").rpartition("/")[0]
    if names.kind == "ClusterIssuer":
        namespace = _home_of_issuers(built)
    if kind == "Secret" and (around.get("kind", "Secret") != "Secret" or _is_certified(item)):
        return None
    if not namespace or pods_of(built).is_open_to_others(namespace):
        return None
    if (group, kind) in (_SECRET, _CONFIG_MAP):
        shelf = secrets(built) if kind == "Secret" else config_maps(built)
        return _on(shelf, kind, (namespace, name), around.get(names.key) if names.key else None)
    made = _made(built).get((group, kind, namespace), set())
    if name in made:
        return None
    there = ", ".join([*sorted(made)[:_NAMED], *(["…"] if len(made) > _NAMED else [])]) or "none"
    return (
        f"names {kind} {name}, which nothing in this lab makes in {namespace} (there is {there})",
        either(in_place_of(name, made), "add it"),
    )


def _on(shelf: Shelf, kind: str, place: tuple[str, str], key: object) -> _Problem | None:
    namespace, name = place
    what = f"{kind} {namespace}/{name}"
    if place not in shelf:
        return f"names {what}, which nothing in this lab makes", either(
            in_place_of(name, shelf.names(namespace)), "add it"
        )
    keys = shelf.keys(place)
    if isinstance(key, str) and keys is not None and key not in keys:
        reason = f"reads the key {key} of {what}, which has {', '.join(sorted(keys)) or 'none'}"
        return reason, "correct the key, or add it there"
    return None


def _is_certified(item: Item) -> bool:
    """Whether cert-manager makes the Secrets of an Ingress or a Gateway by an annotation of theirs."""
    return item.key.kind in ("Ingress", "Gateway") and any(
        word in at(item.body, "metadata", "annotations") for word in _MAKING
    )


def _home_of_issuers(built: Built) -> str:
    """The namespace of cert-manager, where a ClusterIssuer looks for its Secret; empty where it is not known."""
    return next((release.namespace for release, _ in built.releases if release.chart.name == "cert-manager"), "")


@once
def _made(built: Built) -> dict[tuple[str, str, str], set[str]]:
    """The names of what is made, by group, kind and namespace."""
    found: dict[tuple[str, str, str], set[str]] = {}
    keys = [item.key for item in built.items]
    keys += [key for _, known in built.releases for key in known.facts.objects]
    keys += [one.key for _, known in built.releases for one in known.facts.workloads]
    for key in keys:
        found.setdefault((key.group, key.kind, key.namespace), set()).add(key.name)
    return found
