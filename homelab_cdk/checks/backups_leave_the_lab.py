"""Backups survive the loss of the lab."""

from __future__ import annotations

from ..constructs import Backups, BucketStore
from ..order import Built
from ._rule import Found, Hit, rule


@rule("HL410", "backups_leave_the_lab", level="warning", needs="lab")
def backups_leave_the_lab(built: Built) -> Found:
    """Backups survive the loss of the lab.

    Backups lie outside of the lab. On its own disks they help against a deleted file or a broken update, but fire,
    theft and a broken storage system take them along with what they are copies of.
    """
    capabilities = built.lab.surroundings.capabilities
    for backups in capabilities.all(Backups):
        if not backups.store.in_lab:
            continue
        outside = [store.name for store in capabilities.all(BucketStore) if not store.in_lab]
        remedy = (
            f"leave its `store` out, or set it to {outside[0]}"
            if outside
            else "add `external-s3` to `objectStorage`, with the address of a NAS or a cloud, and backups go there"
        )
        yield Hit(
            backups.provider.path if backups.provider else backups.name,
            f"the bucket store {backups.store.name}",
            "it lies on the lab's own disks, and with them all backups are lost",
            remedy,
        )
