"""External Secrets read from stores and generators that are there, and that let them."""

from __future__ import annotations

from collections.abc import Iterator

from ..order import Built, Item
from ._meant import either, in_place_of
from ._read import Map, at, mapping, maps, texts
from ._rule import Found, Hit, Unknown, rule
from ._standing import bringer

_GROUP = "external-secrets.io"
_GENERATORS = "generators.external-secrets.io"


@rule(
    "HL306",
    "every_secret_store_exists",
    example="""
 apiVersion: external-secrets.io/v1
 kind: ClusterSecretStore
 metadata: {name: vault}
 spec: {provider: {}}
 ---
 apiVersion: external-secrets.io/v1
 kind: ExternalSecret
 metadata: {name: login, namespace: web}
-spec: {secretStoreRef: {kind: SecretStore, name: vault}}
+spec: {secretStoreRef: {kind: ClusterSecretStore, name: vault}}
""",
    says="""
ExternalSecret.external-secrets.io web/login: spec.secretStoreRef names SecretStore vault, which
nothing in this lab makes in web; add it
""",
)
def every_secret_store_exists(built: Built) -> Found:
    """External Secrets read from stores and generators that are there, and that let them.

    Each ExternalSecret names a store or a generator of the lab, and a ClusterSecretStore whose conditions admit its
    namespace; without it the Secret never comes.
    """
    known = {
        (kind.kind, item.key.namespace, item.key.name): item
        for kind, items in built.by_kind.items()
        if kind.group in (_GROUP, _GENERATORS)
        for item in items
    }
    for item in built.of(_GROUP, "ExternalSecret"):
        for field, kind, name in _references(mapping(item.body.get("spec"))):
            namespace = "" if kind.startswith("Cluster") else item.key.namespace
            found = known.get((kind, namespace, name))
            perhaps = "" if found else bringer(built, namespace, item)
            if perhaps:
                yield Unknown.of(
                    item, f"{field} names {kind} {name}, which nothing known makes, and {perhaps} may bring it"
                )
            elif found is None:
                there = [other for sort, place, other in known if (sort, place) == (kind, namespace)]
                yield Hit.of(
                    item,
                    f"{field} names {kind} {name}, which nothing in this lab makes{f' in {namespace}' if namespace else ''}",
                    either(in_place_of(name, there), "add it"),
                )
            elif kind == "ClusterSecretStore" and not _admits(found, item.key.namespace):
                yield Hit.of(
                    item,
                    f"{kind} {name} does not admit the namespace {item.key.namespace}",
                    "add it to the store's spec.conditions, or ask for the Secret with `CredentialStore.hand_over`",
                )


def _references(spec: Map) -> Iterator[tuple[str, str, str]]:
    holders = [("spec", "secretStoreRef", spec.get("secretStoreRef"))]
    for field in ("data", "dataFrom"):
        for number, entry in enumerate(maps(spec.get(field))):
            source = mapping(entry.get("sourceRef"))
            for name in ("storeRef", "generatorRef"):
                holders.append((f"spec.{field}[{number}].sourceRef", name, source.get(name)))
    for path, name, value in holders:
        reference = mapping(value)
        if reference.get("name"):
            kind = str(reference.get("kind") or "SecretStore")
            yield f"{path}.{name}", kind, str(reference["name"])


def _admits(store: Item, namespace: str) -> bool:
    conditions = maps(at(store.body, "spec").get("conditions"))
    listed = [condition for condition in conditions if condition.keys() <= {"namespaces"}]
    if len(listed) < len(conditions) or not conditions:
        return True
    return any(namespace in texts(condition.get("namespaces")) for condition in listed)
