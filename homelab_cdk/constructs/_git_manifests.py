"""Plain manifests that Flux reads straight from a project's Git repository at a tag."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import accumulate

from ..model import Body, ChartPin, Release
from ._fact_book import KnownFacts
from ._flux import APPLY_RETRY, DRIFT_INTERVAL, SOURCE_INTERVAL
from ._kubernetes_yaml import write_values
from ._patch import Patch
from ._plain import plain
from ._tree_objects import add_output
from ._unit_chart import UnitChart

__all__ = ["GitManifests"]


class GitManifests:
    """A `GitRepository` at a tag and a Flux `Kustomization` of its own that applies folders of it.

    For projects that publish no chart. What depends on the objects waits until they are there. Changes of single objects
    are `values` of the release, so that the lock reads facts of what is applied, and knows when they have become others.
    """

    def __init__(
        self,
        owner: UnitChart,
        *,
        pin: ChartPin,
        images: Mapping[str, str] | None = None,
        patches: Sequence[Patch] = (),
        without: Sequence[tuple[str, str]] = (),
        timeout: int = 3,
        kept: bool = True,
        in_tree: bool = False,
    ) -> None:
        """Apply folders of a repository.

        Args:
            owner: the component or app that they belong to.
            pin: the folders; `pin.repository` is `git+https://…`, its version a tag.
            images: tags of images that differ from those in the repository, by the images' names.
            patches: changes of single objects.
            without: objects that are left out, each by kind and name, because something else owns them.
            timeout: minutes until what is applied must be ready; by default 3.
            kept: whether the objects stay when this leaves the tree, as CRDs must; by default they do.
            in_tree: whether the objects stand in the tree themselves, as `homelab lock` read them; by default not.

        Raises:
            LockError: they are to stand in the tree, and are not at hand.
        """
        self.release = Release(
            construct=owner.path,
            chart=pin,
            name=owner.construct_id,
            namespace=owner.namespace,
            values=_edits(images or {}, patches, without),
            in_tree=in_tree,
        )
        owner.releases.append(self.release)
        owner.timeout = max(owner.timeout, timeout + 2)
        self.known: KnownFacts = owner.surroundings.facts.whole(self.release)
        if in_tree:
            for item in add_output(owner, self.release, self.known):
                if kept:
                    owner.protect(item)
            return
        # Apart from the unit's own Kustomization, which has the owner's name in the same namespace.
        metadata = {"name": f"{owner.construct_id}-upstream", "namespace": owner.namespace}
        repository = owner.add_manifest(
            {
                "apiVersion": "source.toolkit.fluxcd.io/v1",
                "kind": "GitRepository",
                "metadata": dict(metadata),
                "spec": {
                    "interval": SOURCE_INTERVAL,
                    "url": pin.repository.removeprefix("git+"),
                    "ref": {"tag": pin.version},
                    "ignore": _all_but(pin.paths),
                },
            }
        )
        spec: Body = {
            "interval": DRIFT_INTERVAL,
            "retryInterval": APPLY_RETRY,
            "timeout": f"{timeout}m",
            "sourceRef": {"kind": "GitRepository", "name": metadata["name"]},
            # Of several folders Flux makes one kustomization: nothing else of the repository is in the source.
            "path": f"./{pin.path}" if len(pin.paths) == 1 else "./",
            "targetNamespace": owner.namespace,
        }
        if images:
            spec["images"] = [{"name": name, "newTag": tag} for name, tag in images.items()]
        changes = [*map(_removal, without), *map(_change, patches)]
        if changes:
            spec["patches"] = changes
        spec |= {"prune": not kept, "wait": True}
        if kept:
            spec["deletionPolicy"] = "Orphan"
        kustomization = owner.add_manifest(
            {
                "apiVersion": "kustomize.toolkit.fluxcd.io/v1",
                "kind": "Kustomization",
                "metadata": dict(metadata),
                "spec": spec,
            }
        )
        if kept or owner.never_pruned:
            # Both or neither: a Kustomization whose source is gone fails for ever.
            owner.protect(repository)
            owner.protect(kustomization)


def _edits(images: Mapping[str, str], patches: Sequence[Patch], without: Sequence[tuple[str, str]]) -> Body:
    edits: Body = {}
    if images:
        edits["images"] = dict(images)
    if patches:
        edits["patches"] = [
            {"kind": item.kind, "name": item.name, "operations": plain(item.operations)} for item in patches
        ]
    if without:
        edits["without"] = [{"kind": kind, "name": name} for kind, name in without]
    return edits


def _removal(which: tuple[str, str]) -> Body:
    kind, name = which
    target = {"kind": kind, "name": name}
    # Kustomize takes the API version from the target, and wants one of its own in the patch (source: kustomize's docs).
    patch = write_values({"$patch": "delete", "apiVersion": "v1", "kind": kind, "metadata": {"name": name}})
    return {"target": target, "patch": patch}


def _change(patch: Patch) -> Body:
    target = {"kind": patch.kind, "name": patch.name}
    return {"target": target, "patch": json.dumps(plain(patch.operations), ensure_ascii=False)}


def _all_but(paths: Sequence[str]) -> str:
    """What a source leaves out so that only these folders are left, in gitignore's language.

    Nothing within an excluded folder can be taken in again, so each step on the way is let in and its content excluded.
    """
    lines = ["/*"]
    for path in paths:
        *steps, _ = accumulate(path.split("/"), "{}/{}".format)
        for step in steps:
            lines += [f"!/{step}", f"/{step}/*"]
        lines.append(f"!/{path}")
    return "\n".join(dict.fromkeys(lines)) + "\n"
