"""What custom resources wait for beyond their controller, and what they make."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from ..model import Body, GroupKind, ObjectKey, at, maps, named, text, walk_maps
from ._condition import Condition, gateway_class, ready, secret
from ._engine import Need
from ._pods import class_need

__all__ = ["READERS", "Read", "Shape"]


@dataclass(slots=True, kw_only=True)
class Shape:
    """What one object waits for and what it makes."""

    needs: list[Need] = field(default_factory=list)
    makes: list[Condition] = field(default_factory=list)


Find = Callable[[GroupKind, str], Body | None]
"""Looks up a cluster-wide object of the tree by kind and name."""

Home = Callable[[GroupKind], str]
"""The namespace of the release that brings a kind; empty where none does."""

Read = Callable[[ObjectKey, Body, Find, Home], Shape]

_ISSUERS = "cert-manager.io"
_SECRETS = "external-secrets.io"


def _certificate(key: ObjectKey, body: Body, find: Find, home: Home) -> Shape:
    shape = Shape(makes=[secret(key.namespace, text(at(body, "spec").get("secretName")))])
    issuer = at(body, "spec", "issuerRef")
    kind = text(issuer.get("kind")) or "Issuer"
    if issuer.get("group", _ISSUERS) == _ISSUERS and named(issuer):
        where = key.namespace if kind == "Issuer" else ""
        target = ObjectKey(_ISSUERS, kind, where, named(issuer))
        shape.needs.append(Need(condition=ready(target), subject=key, detail=f"is issued by {target}"))
    return shape


def _issuer(key: ObjectKey, body: Body, find: Find, home: Home) -> Shape:
    """The Secrets of a ClusterIssuer lie where cert-manager itself does (source: its `--cluster-resource-namespace`)."""
    namespace = key.namespace or home(key.group_kind)
    spec = at(body, "spec")
    shape = Shape()
    wanted = [text(at(spec, "ca").get("secretName"))]
    account = named(spec, "acme", "privateKeySecretRef")
    if account:
        shape.makes.append(secret(namespace, account))
    for solver in walk_maps(at(spec, "acme").get("solvers")):
        wanted += [named(value) for field_, value in solver.items() if field_.endswith("SecretRef")]
    for name in wanted:
        if name:
            shape.needs.append(Need(condition=secret(namespace, name), subject=key, detail=f"reads the Secret {name}"))
    return shape


def _external_secret(key: ObjectKey, body: Body, find: Find, home: Home) -> Shape:
    spec = at(body, "spec")
    shape = Shape(makes=[secret(key.namespace, named(spec, "target") or key.name)])
    store = _store(key, at(spec, "secretStoreRef"))
    if store is not None:
        shape.needs.append(Need(condition=ready(store), subject=key, detail=f"reads from the store {store}"))
    namespace = _remote(store, find) if store is not None else ""
    for name in _sources(spec) if namespace else ():
        condition = secret(namespace, name)
        shape.needs.append(Need(condition=condition, subject=key, detail=f"copies the Secret {namespace}/{name}"))
    return shape


def _store(key: ObjectKey, reference: Mapping[str, object]) -> ObjectKey | None:
    name = text(reference.get("name"))
    kind = text(reference.get("kind")) or "SecretStore"
    if not name:
        return None
    return ObjectKey(_SECRETS, kind, "" if kind == "ClusterSecretStore" else key.namespace, name)


def _remote(store: ObjectKey, find: Find) -> str:
    """The namespace that a store of Kubernetes' own Secrets reads; empty for stores of other sorts."""
    body = find(store.group_kind, store.name) if not store.namespace else None
    return text(at(body, "spec", "provider", "kubernetes").get("remoteNamespace"))


def _sources(spec: Mapping[str, object]) -> Iterator[str]:
    found = [text(at(entry, "remoteRef").get("key")) for entry in maps(spec.get("data"))]
    found += [text(at(entry, "extract").get("key")) for entry in maps(spec.get("dataFrom"))]
    yield from dict.fromkeys(name for name in found if name)


def _store_itself(key: ObjectKey, body: Body, find: Find, home: Home) -> Shape:
    return Shape()


def _sealed_secret(key: ObjectKey, body: Body, find: Find, home: Home) -> Shape:
    return Shape(makes=[secret(key.namespace, key.name)])


def _postgresql(key: ObjectKey, body: Body, find: Find, home: Home) -> Shape:
    """A cluster of CloudNativePG, with the Secrets that its operator makes (source: its documentation of connections)."""
    spec = at(body, "spec")
    classes = {text(at(spec, part).get("storageClass")) for part in ("storage", "walStorage") if spec.get(part)}
    return Shape(
        needs=[class_need(key, name) for name in sorted(classes)],
        makes=[
            secret(key.namespace, f"{key.name}-{suffix}")
            for suffix in ("app", "superuser", "ca", "server", "replication")
        ],
    )


def _gateway(key: ObjectKey, body: Body, find: Find, home: Home) -> Shape:
    name = text(at(body, "spec").get("gatewayClassName"))
    needs = [Need(condition=gateway_class(name), subject=key, detail=f"needs the GatewayClass {name}")]
    return Shape(needs=needs if name else [])


READERS: Mapping[GroupKind, Read] = {
    GroupKind(_ISSUERS, "Certificate"): _certificate,
    GroupKind(_ISSUERS, "ClusterIssuer"): _issuer,
    GroupKind(_ISSUERS, "Issuer"): _issuer,
    GroupKind(_SECRETS, "ClusterSecretStore"): _store_itself,
    GroupKind(_SECRETS, "ExternalSecret"): _external_secret,
    GroupKind(_SECRETS, "SecretStore"): _store_itself,
    GroupKind("bitnami.com", "SealedSecret"): _sealed_secret,
    GroupKind("gateway.networking.k8s.io", "Gateway"): _gateway,
    GroupKind("postgresql.cnpg.io", "Cluster"): _postgresql,
}
"""Kinds whose objects name others that have to be there, or make Secrets.

All others are ready when their controller is: without a condition `Ready`, or before it is set, kstatus takes them as ready.
"""
