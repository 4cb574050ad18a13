"""Plain manifests that Flux reads straight from a project's Git repository at a tag."""

from __future__ import annotations

from ..model import Body, ChartPin, Release
from ._fact_book import KnownFacts
from ._flux import APPLY_RETRY, DRIFT_INTERVAL, SOURCE_INTERVAL
from ._unit_chart import UnitChart

__all__ = ["GitManifests"]


class GitManifests:
    """A `GitRepository` at a tag and a Flux `Kustomization` of its own that applies a folder of it.

    For projects that publish no chart. The objects are never pruned, and what depends on them waits until they are there.
    """

    def __init__(self, owner: UnitChart, *, pin: ChartPin) -> None:
        """Apply a folder of a repository; `pin.repository` is `git+https://…`, its version a tag."""
        self.release = Release(construct=owner.path, chart=pin, name=owner.construct_id, namespace=owner.namespace)
        owner.releases.append(self.release)
        self.known: KnownFacts = owner.facts(self.release)
        # Apart from the unit's own Kustomization, which has the owner's name in the same namespace.
        metadata = {"name": f"{owner.construct_id}-upstream", "namespace": owner.namespace}
        repository: Body = {
            "apiVersion": "source.toolkit.fluxcd.io/v1",
            "kind": "GitRepository",
            "metadata": dict(metadata),
            "spec": {
                "interval": SOURCE_INTERVAL,
                "url": pin.repository.removeprefix("git+"),
                "ref": {"tag": pin.version},
                "ignore": f"/*\n!/{pin.path.split('/')[0]}\n",
            },
        }
        kustomization: Body = {
            "apiVersion": "kustomize.toolkit.fluxcd.io/v1",
            "kind": "Kustomization",
            "metadata": dict(metadata),
            "spec": {
                "interval": DRIFT_INTERVAL,
                "retryInterval": APPLY_RETRY,
                "timeout": "3m",
                "sourceRef": {"kind": "GitRepository", "name": metadata["name"]},
                "path": f"./{pin.path}",
                "prune": False,
                "wait": True,
                "deletionPolicy": "Orphan",
            },
        }
        # Both or neither: a Kustomization whose source is gone fails for ever.
        owner.protect(owner.add_manifest(repository))
        owner.protect(owner.add_manifest(kustomization))
