"""Backups survive the loss of the lab."""

from __future__ import annotations

import re

from ..constructs import Backups, BucketStore
from ..order import Built
from ._read import at
from ._rule import Found, Hit, rule


@rule(
    "HL710",
    "backups_leave_the_lab",
    level="warning",
    needs="lab",
    example={
        "homelab.yaml": """
 secrets: external-secrets
 objectStorage:
   seaweedfs: {}
+  external-s3: {endpoint: "https://nas.home.example.com:9000"}
 backup: velero
""",
    },
    says="""
the bucket store seaweedfs: it lies on the lab's own disks, and with them all backups are lost; add
`external-s3` to `objectStorage`, with the address of a NAS or a cloud, and backups go there
""",
)
def backups_leave_the_lab(built: Built) -> Found:
    """Backups survive the loss of the lab.

    Backups of objects, volumes and databases lie outside of the lab. On its own disks they help against a deleted file or a
    broken update, but fire, theft and a broken storage system take them along with what they are copies of.
    """
    capabilities = built.lab.surroundings.capabilities
    stores = capabilities.all(BucketStore)
    outside = next((store.name for store in stores if not store.in_lab), "")
    for backups in capabilities.all(Backups):
        if backups.store.in_lab:
            yield Hit(
                backups.provider.path if backups.provider else backups.name,
                f"the bucket store {backups.store.name}",
                "it lies on the lab's own disks, and with them all backups are lost",
                _elsewhere("store", outside),
            )
    inside = {store.provider.namespace: store.name for store in stores if store.in_lab and store.provider is not None}
    for item in built.of("barmancloud.cnpg.io", "ObjectStore"):
        store = inside.get(_namespace_of(at(item.body, "spec", "configuration").get("endpointURL")), "")
        if store:
            yield Hit.of(
                item,
                f"it keeps the backups of a database in {store}, which lies on the lab's own disks, and with them all are lost",
                _elsewhere("backupStore", outside),
            )


def _elsewhere(option: str, outside: str) -> str:
    if outside:
        return f"leave its `{option}` out, or set it to {outside}"
    return "add `external-s3` to `objectStorage`, with the address of a NAS or a cloud, and backups go there"


def _namespace_of(address: object) -> str:
    """The namespace of the Service that an address names; empty where it names none."""
    found = re.match(r"https?://[^./:]+\.([^./:]+)\.svc[.:/]", f"{address}/")
    return found[1] if found else ""
