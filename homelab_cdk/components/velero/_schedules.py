"""A schedule for everything that holds data."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...constructs import Backups, BucketStore, Manifest, UnitChart, write_values
from ...model import Body

if TYPE_CHECKING:
    from ._component import Velero

__all__ = ["Schedules", "Window"]

POLICY = "velero-volumes"
"""The ConfigMap that says which volumes are not worth a copy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The hours of the night in which backups start, in UTC."""

    start: int
    hours: int

    def cron(self, name: str) -> str:
        """When something of this name starts: always at the same minute, so that a diff shows only what is new."""
        minute = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big") % (self.hours * 60)
        return f"{minute % 60} {(self.start + minute // 60) % 24} * * *"


class Schedules(Backups):
    """Writes a `Schedule` of Velero for each chart that holds data, with all its namespaces."""

    def __init__(self, velero: Velero, *, store: BucketStore, window: Window, retention_days: int) -> None:
        """Start without any."""
        super().__init__(name=velero.construct_id, store=store, provider=velero)
        self._velero = velero
        self._window = window
        self._ttl = f"{retention_days * 24}h0m0s"
        self._taken: set[str] = set()
        self._of: dict[str, Manifest] = {}
        self._add_policy()

    def back_up(self, owner: UnitChart, namespace: str) -> None:
        """Add a namespace to the owner's schedule, unless another one has it already."""
        if namespace in self._taken:
            return
        known = self._of.get(owner.path)
        if known is None:
            self._of[owner.path] = self.add(owner.construct_id, [namespace], volumes=owner.copy_volumes)
            return
        self._taken.add(namespace)
        known.body["spec"]["template"]["includedNamespaces"].append(namespace)

    def add(self, name: str, namespaces: Sequence[str], *, volumes: bool) -> Manifest:
        """Add a schedule; without `volumes` only the objects of the namespaces are copied."""
        self._taken.update(namespaces)
        return self._velero.add_manifest(
            {
                "apiVersion": "velero.io/v1",
                "kind": "Schedule",
                "metadata": {"name": name, "namespace": self._velero.namespace},
                "spec": {
                    "schedule": self._window.cron(name),
                    "template": {
                        "ttl": self._ttl,
                        "includedNamespaces": list(namespaces),
                        "storageLocation": "default",
                        "snapshotVolumes": False,
                        "defaultVolumesToFsBackup": volumes,
                        "resourcePolicy": {"kind": "configmap", "name": POLICY},
                    },
                },
            }
        )

    def _add_policy(self) -> None:
        """Scratch space is not copied, and neither are the files of PostgreSQL, whose backups are its own.

        Conditions: `internal/resourcepolicies` of Velero 1.18; labels: `pkg/utils` and `pkg/specs` of CloudNativePG 1.30.
        """
        roles = ("PG_DATA", "PG_WAL", "PG_TABLESPACE")
        skipped: list[Body] = [{"volumeTypes": ["emptyDir"]}]
        skipped += [{"pvcLabels": {"cnpg.io/pvcRole": role}} for role in roles]
        policy = {
            "version": "v1",
            "volumePolicies": [{"conditions": condition, "action": {"type": "skip"}} for condition in skipped],
        }
        self._velero.add_manifest(
            {
                "apiVersion": "v1",
                "kind": "ConfigMap",
                "metadata": {"name": POLICY, "namespace": self._velero.namespace},
                "data": {"policy.yaml": write_values(policy)},
            }
        )
