"""Secrets and ConfigMaps that Flux objects read are there."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import GroupKind
from ..order import FLUX_GROUPS, Built, Item
from ._existing import config_maps, secrets
from ._meant import either, in_place_of
from ._pods import pods_of
from ._read import at, mapping
from ._rule import Found, Hit, rule

_FIELDS = (
    ("secretRef", "Secret"),
    ("certSecretRef", "Secret"),
    ("proxySecretRef", "Secret"),
    ("pullSecret", "Secret"),
)
_WITHIN = (
    (("decryption",), "secretRef", "Secret"),
    (("verify",), "secretRef", "Secret"),
    (("kubeConfig",), "secretRef", "Secret"),
    (("kubeConfig",), "configMapRef", "ConfigMap"),
    (("sync",), "pullSecret", "Secret"),
)

_KUSTOMIZATION = GroupKind("kustomize.toolkit.fluxcd.io", "Kustomization")


@rule(
    "HL261",
    "every_flux_secret_exists",
    level="warning",
    example="""
 apiVersion: external-secrets.io/v1
 kind: ExternalSecret
-metadata: {name: charts-login, namespace: flux-system}
+metadata: {name: charts-login, namespace: gitea}
 spec:
   secretStoreRef: {kind: ClusterSecretStore, name: vault}
   data: [{secretKey: .dockerconfigjson, remoteRef: {key: charts}}]
 ---
 apiVersion: source.toolkit.fluxcd.io/v1
 kind: OCIRepository
 metadata: {name: gitea, namespace: gitea}
 spec:
   interval: 1h
   url: oci://registry.example.com/charts/gitea
   ref: {tag: 1.2.3}
   secretRef: {name: charts-login}
""",
    says="""
OCIRepository.source.toolkit.fluxcd.io gitea/gitea: spec.secretRef names Secret charts-login, which
nothing in this lab makes in gitea (there is one in flux-system, where Flux does not look); make it
in gitea
""",
)
def every_flux_secret_exists(built: Built) -> Found:
    """Secrets and ConfigMaps that Flux objects read are there.

    What sources, Kustomizations, HelmReleases, providers and receivers name as `secretRef`, `certSecretRef`,
    `proxySecretRef`, `pullSecret`, for decryption, verification or another cluster, is made by something in the lab, in
    their namespace; without it they stop. One that is made by hand is told with `CredentialStore.declare`.
    """
    shelves = {"Secret": secrets(built), "ConfigMap": config_maps(built)}
    for kind, items in built.by_kind.items():
        if kind.group not in FLUX_GROUPS:
            continue
        for item in items:
            for field, what, name in _references(item):
                place = (item.key.namespace, name)
                if place not in shelves[what] and not _may_be_made_unseen(built, item):
                    others = shelves[what].namespaces(name)
                    elsewhere = f" (there is one in {', '.join(others)}, where Flux does not look)" if others else ""
                    if others:
                        remedy = f"make it in {item.key.namespace}"
                    else:
                        remedy = "declare it with `CredentialStore.declare`" if what == "Secret" else "add it"
                    yield Hit.of(
                        item,
                        f"{field} names {what} {name}, which nothing in this lab makes in {item.key.namespace}{elsewhere}",
                        either(remedy, in_place_of(name, shelves[what].names(item.key.namespace))),
                    )


def _may_be_made_unseen(built: Built, item: Item) -> bool:
    """Whether something unknown may make it: not the Kustomization itself, which needs it first."""
    index = pods_of(built)
    if not index.open_everywhere or item.key.namespace in index.open_namespaces:
        return item.key.namespace in index.open_namespaces
    return any(other is not item for other in built.by_kind.get(_KUSTOMIZATION, ()))


def _references(item: Item) -> Iterator[tuple[str, str, str]]:
    spec = at(item.body, "spec")
    for field, what in _FIELDS:
        yield from _one(f"spec.{field}", what, spec.get(field))
    for path, field, what in _WITHIN:
        yield from _one(f"spec.{'.'.join(path)}.{field}", what, at(spec, *path).get(field))


def _one(field: str, what: str, value: object) -> Iterator[tuple[str, str, str]]:
    name = mapping(value).get("name") if not isinstance(value, str) else value
    if isinstance(name, str) and name:
        yield field, what, name
