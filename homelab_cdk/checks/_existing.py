"""Secrets, ConfigMaps and Services that a lab has, whoever makes them, with the keys and ports that are known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ..constructs import CredentialStore
from ..order import Built, Item
from ._read import Map, at, mapping, maps
from ._rule import once

__all__ = ["Keys", "Shelf", "config_maps", "secrets", "services"]

Keys = frozenset[str] | None
"""The keys that are known; nothing where they are not."""

_POSTGRESQL_SECRETS = ("app", "superuser", "ca", "server", "replication")
_POSTGRESQL_SERVICES = ("rw", "ro", "r")


@dataclass(slots=True, kw_only=True)
class Shelf:
    """Objects of one kind by namespace and name."""

    known: dict[tuple[str, str], Keys] = field(default_factory=dict)
    everywhere: dict[str, Keys] = field(default_factory=dict)
    """Those that stand in every namespace."""
    _namespaces: dict[str, set[str]] = field(default_factory=dict)

    def add(self, namespace: str, name: object, keys: Keys = None) -> None:
        """Enter one; of two makers, both sets of keys are there."""
        place = (namespace, str(name))
        if place in self.known:
            before = self.known[place]
            keys = None if before is None or keys is None else before | keys
        self.known[place] = keys
        self._namespaces.setdefault(place[1], set()).add(namespace)

    def __contains__(self, place: tuple[str, str]) -> bool:
        return place in self.known or place[1] in self.everywhere

    def keys(self, place: tuple[str, str]) -> Keys:
        """Its keys, where they are known."""
        return self.known[place] if place in self.known else self.everywhere[place[1]]

    def names(self, namespace: str) -> list[str]:
        """What there is in a namespace, without those that stand in every one."""
        return [name for place, name in self.known if place == namespace]

    def namespaces(self, name: str) -> list[str]:
        """Where there is one of a name, in order."""
        return sorted(self._namespaces.get(name, ()))


@once
def config_maps(built: Built) -> Shelf:
    """All ConfigMaps."""
    shelf = Shelf(everywhere={"kube-root-ca.crt": frozenset({"ca.crt"})})
    for item in built.of("", "ConfigMap"):
        shelf.add(item.key.namespace, item.key.name, _keys(item, "data", "binaryData"))
    for item in built.of("trust.cert-manager.io", "Bundle"):
        shelf.everywhere[item.key.name] = None
    _rendered(built, "ConfigMap", shelf)
    return shelf


@once
def secrets(built: Built) -> Shelf:
    """All Secrets."""
    shelf = Shelf()
    for (group, kind), read in _MAKERS.items():
        for item in built.of(group, kind):
            read(shelf, item)
    capabilities = built.lab.surroundings.capabilities
    stores = [store.namespace for store in capabilities.all(CredentialStore)]
    # Where External Secrets make them, the tree says so; what a person brings, only the declaration does.
    shown = bool(built.of("external-secrets.io", "ExternalSecret"))
    for credential in built.lab.surroundings.credentials.values():
        if credential.provided or not shown:
            for namespace in stores:
                shelf.add(namespace, credential.name, frozenset(credential.keys))
        for handover in credential.handovers if not shown else ():
            shelf.add(handover.namespace, handover.secret, frozenset(handover.keys))
    source = built.lab.config.git.secret
    if source:
        shelf.add("flux-system", source)
    for chart in built.lab.unit_charts:
        for namespace, name in chart.own_secrets:
            shelf.add(namespace, name)
    for _, known in built.releases:
        for secret in known.facts.secrets:
            # An empty Secret of a chart is filled by its controller.
            shelf.add(secret.namespace, secret.name, frozenset(secret.keys) or None)
    _rendered(built, "Secret", shelf)
    return shelf


def _secret(shelf: Shelf, item: Item) -> None:
    shelf.add(item.key.namespace, item.key.name, _keys(item, "data", "stringData") or None)


def _sealed(shelf: Shelf, item: Item) -> None:
    shelf.add(item.key.namespace, item.key.name, _keys(item, "spec", "encryptedData"))


def _external(shelf: Shelf, item: Item) -> None:
    spec = at(item.body, "spec")
    target = mapping(spec.get("target"))
    shelf.add(item.key.namespace, target.get("name") or item.key.name, _external_keys(spec, target))


def _external_keys(spec: Map, target: Map) -> Keys:
    template = mapping(target.get("template"))
    if template.get("data") and template.get("mergePolicy") != "Merge" and not template.get("templateFrom"):
        return frozenset(map(str, mapping(template["data"])))
    if spec.get("data") and not spec.get("dataFrom") and not template:
        return frozenset(str(entry.get("secretKey")) for entry in maps(spec["data"]))
    return None


def _everywhere(shelf: Shelf, item: Item) -> None:
    name = at(item.body, "spec").get("externalSecretName") or item.key.name
    shelf.everywhere[str(name)] = None


def _certificate(shelf: Shelf, item: Item) -> None:
    shelf.add(item.key.namespace, at(item.body, "spec").get("secretName"))


def _acme(shelf: Shelf, item: Item) -> None:
    name = at(item.body, "spec", "acme", "privateKeySecretRef").get("name")
    if name:
        shelf.add(item.key.namespace, name)


def _postgresql(shelf: Shelf, item: Item) -> None:
    for suffix in _POSTGRESQL_SECRETS:
        shelf.add(item.key.namespace, f"{item.key.name}-{suffix}")


_MAKERS: dict[tuple[str, str], Callable[[Shelf, Item], None]] = {
    ("", "Secret"): _secret,
    ("bitnami.com", "SealedSecret"): _sealed,
    ("external-secrets.io", "ExternalSecret"): _external,
    ("external-secrets.io", "ClusterExternalSecret"): _everywhere,
    ("cert-manager.io", "Certificate"): _certificate,
    ("cert-manager.io", "Issuer"): _acme,
    ("postgresql.cnpg.io", "Cluster"): _postgresql,
}


@once
def services(built: Built) -> dict[tuple[str, str], frozenset[int] | None]:
    """All Services with their port numbers, where those are known."""
    found: dict[tuple[str, str], frozenset[int] | None] = {}
    for item in built.of("", "Service"):
        spec = at(item.body, "spec")
        numbers = frozenset(port["port"] for port in maps(spec.get("ports")) if isinstance(port.get("port"), int))
        found[item.key.namespace, item.key.name] = None if spec.get("type") == "ExternalName" else numbers
    for _, known in built.releases:
        for service in known.facts.services:
            found[service.namespace, service.name] = frozenset(port.number for port in service.ports)
    for item in built.of("postgresql.cnpg.io", "Cluster"):
        for suffix in _POSTGRESQL_SERVICES:
            found[item.key.namespace, f"{item.key.name}-{suffix}"] = frozenset({5432})
    return found


def _keys(item: Item, *fields: str) -> frozenset[str]:
    maps_ = [at(item.body, *fields)] if fields[0] == "spec" else [at(item.body, name) for name in fields]
    return frozenset(str(key) for entry in maps_ for key in entry)


def _rendered(built: Built, kind: str, shelf: Shelf) -> None:
    for _, known in built.releases:
        for key in known.facts.objects:
            if key.kind == kind and not key.group:
                shelf.add(key.namespace, key.name)
