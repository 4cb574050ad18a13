"""What credentials are copied from is there."""

from __future__ import annotations

from collections.abc import Iterator

from ..order import Built, Item
from ..schemas import nearest
from ._existing import secrets
from ._meant import either, in_place_of
from ._pods import pods_of
from ._read import at, mapping, maps
from ._rule import Found, Hit, rule

_GROUP = "external-secrets.io"


@rule(
    "HL176",
    "every_credential_has_a_source",
    needs="lab",
    example={
        "homelab.yaml": """
 secrets: external-secrets
""",
        "apps/offsite.py": """
 from homelab_cdk import Lab, UnitChart
 from homelab_cdk.constructs import CredentialStore


 def build(lab: Lab) -> None:
     offsite = UnitChart(lab, "offsite")
     offsite.add_namespace()
-    spec = {
-        "secretStoreRef": {"kind": "ClusterSecretStore", "name": "credentials"},
-        "data": [{"secretKey": "token", "remoteRef": {"key": "offsite-bucket", "property": "token"}}],
-    }
-    body = {"apiVersion": "external-secrets.io/v1", "kind": "ExternalSecret"}
-    offsite.add_manifest({**body, "metadata": {"name": "bucket", "namespace": "offsite"}, "spec": spec})
+    store = offsite.require(CredentialStore)
+    bucket = store.declare(offsite, "offsite-bucket", provided=("token",), about="the bucket of the backups")
+    store.hand_over(offsite, bucket, secret="bucket")
""",
    },
    says="""
ExternalSecret.external-secrets.io offsite/bucket: spec.data[0].remoteRef reads Secret
credentials/offsite-bucket, which nothing in this lab makes; declare it with
`CredentialStore.declare`
""",
)
def every_credential_has_a_source(built: Built) -> Found:
    """What credentials are copied from is there.

    Each Secret of the cluster that an ExternalSecret reads through a store is generated, declared as provided by a person,
    or made by something else of the lab, and has the keys that are read. Of a store outside of the cluster nothing is
    known.
    """
    stores = {(item.key.kind, item.key.namespace, item.key.name): item for item in built.of(_GROUP, "SecretStore")}
    stores |= {(item.key.kind, "", item.key.name): item for item in built.of(_GROUP, "ClusterSecretStore")}
    shelf = secrets(built)
    for item in built.of(_GROUP, "ExternalSecret"):
        reference = at(item.body, "spec", "secretStoreRef")
        kind = str(reference.get("kind") or "SecretStore")
        namespace = "" if kind == "ClusterSecretStore" else item.key.namespace
        store = stores.get((kind, namespace, str(reference.get("name"))))
        provider = at(store.body, "spec", "provider", "kubernetes") if store is not None else {}
        if not provider or at(provider, "server").get("url"):
            continue
        home = str(provider.get("remoteNamespace") or "default")
        for field, name, key in _read(item):
            place = (home, name)
            if place not in shelf and not pods_of(built).is_open_to_others(home):
                yield Hit.of(
                    item,
                    f"{field} reads Secret {home}/{name}, which nothing in this lab makes",
                    either("declare it with `CredentialStore.declare`", in_place_of(name, shelf.names(home))),
                )
            elif place in shelf and key:
                keys = shelf.keys(place)
                if keys is not None and key not in keys:
                    near = nearest(key, sorted(keys))
                    yield Hit.of(
                        item,
                        f"{field} reads the key {key} of Secret {home}/{name}, which has {', '.join(sorted(keys))}",
                        f"write {near}" if near else "write one of those",
                    )


def _read(item: Item) -> Iterator[tuple[str, str, str]]:
    """Where a Secret is read, its name and the key; without a key all of it."""
    spec = at(item.body, "spec")
    for number, entry in enumerate(maps(spec.get("data"))):
        remote = mapping(entry.get("remoteRef"))
        yield f"spec.data[{number}].remoteRef", str(remote.get("key")), str(remote.get("property") or "")
    for number, entry in enumerate(maps(spec.get("dataFrom"))):
        extract = mapping(entry.get("extract"))
        if extract.get("key"):
            yield f"spec.dataFrom[{number}].extract", str(extract["key"]), str(extract.get("property") or "")
