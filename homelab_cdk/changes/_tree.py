"""The objects of a repository at one moment, and which Kustomization of Flux applies each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ..model import Body, ChartFacts, GroupKind, ObjectKey, at, maps, text

__all__ = ["FLUX_SYSTEM", "HELM", "KUSTOMIZE", "ROOT", "ROOT_FOLDER", "Placed", "Tree", "folder_of"]

FLUX_SYSTEM = "flux-system"
KUSTOMIZE = "kustomize.toolkit.fluxcd.io"
HELM = "helm.toolkit.fluxcd.io"

ROOT = ObjectKey(KUSTOMIZE, "Kustomization", FLUX_SYSTEM, FLUX_SYSTEM)
"""The Kustomization that a FluxInstance makes of its `sync`; it prunes (source: flux-operator, `builder/templates.go`)."""

_DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class"

ROOT_FOLDER = f"generated/{FLUX_SYSTEM}"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Placed:
    """An object and the folder that it stands in."""

    key: ObjectKey
    body: Body
    folder: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Tree:
    """All objects that Flux applies.

    Attributes:
        objects: by identity, each with its folder.
        facts: what the charts bring, by the HelmRelease or Kustomization that installs them; a release that is not in here is
            unknown.
        proven: the releases whose facts were read with just these values.
        early: what is applied by hand before Flux runs.
    """

    objects: Mapping[ObjectKey, Placed]
    facts: Mapping[ObjectKey, ChartFacts] = field(default_factory=dict)
    proven: frozenset[ObjectKey] = frozenset()
    early: tuple[Body, ...] = ()

    @classmethod
    def of(cls, folders: Mapping[str, Iterable[Body]], facts: Mapping[ObjectKey, ChartFacts] | None = None) -> Tree:
        """A tree of some folders of the repository, with facts that are proven."""
        placed = (
            Placed(key=ObjectKey.of(body), body=body, folder=folder)
            for folder, bodies in folders.items()
            for body in bodies
        )
        known = dict(facts or {})
        return cls(objects={item.key: item for item in placed}, facts=known, proven=frozenset(known))

    @cached_property
    def units(self) -> dict[ObjectKey, Body]:
        """The Kustomizations of Flux."""
        return {key: item.body for key, item in self.objects.items() if key.group == KUSTOMIZE}

    @cached_property
    def _homes(self) -> dict[str, ObjectKey]:
        """The Kustomization of each folder, as their `path` says."""
        found = {ROOT_FOLDER: ROOT}
        for key, body in self.units.items():
            reference = at(body, "spec", "sourceRef")
            if text(reference.get("name")) in ("", FLUX_SYSTEM):
                found.setdefault(folder_of(body), key)
        return found

    @cached_property
    def _known(self) -> dict[str, ObjectKey | None]:
        return {}

    def unit(self, placed: Placed) -> ObjectKey | None:
        """The Kustomization that applies an object; none where its folder belongs to none."""
        folder = placed.folder
        if folder not in self._known:
            self._known[folder] = self._nearest(folder)
        return self._known[folder]

    def _nearest(self, folder: str) -> ObjectKey | None:
        while folder:
            if folder in self._homes:
                return self._homes[folder]
            folder = folder.rpartition("/")[0]
        return None

    @cached_property
    def by_namespace(self) -> dict[str, list[Placed]]:
        """What lives in each namespace."""
        found: dict[str, list[Placed]] = {}
        for key, item in self.objects.items():
            if key.namespace:
                found.setdefault(key.namespace, []).append(item)
        return found

    @cached_property
    def by_unit(self) -> dict[ObjectKey, list[Placed]]:
        """What each Kustomization applies."""
        found: dict[ObjectKey, list[Placed]] = {}
        for item in self.objects.values():
            unit = self.unit(item)
            if unit is not None:
                found.setdefault(unit, []).append(item)
        return found

    @cached_property
    def by_kind(self) -> dict[GroupKind, list[Placed]]:
        """Objects by group and kind."""
        found: dict[GroupKind, list[Placed]] = {}
        for key, item in self.objects.items():
            found.setdefault(key.group_kind, []).append(item)
        return found

    @cached_property
    def default_class(self) -> str:
        """The StorageClass of claims that name none; empty where the tree does not say."""
        for item in self.by_kind.get(GroupKind("storage.k8s.io", "StorageClass"), ()):
            if text(at(item.body, "metadata", "annotations").get(_DEFAULT_CLASS)) == "true":
                return item.key.name
        return ""

    def waits_for(self, key: ObjectKey) -> set[ObjectKey]:
        """The Kustomizations that have to have applied the same commit before one is applied.

        A dependency with a `readyExpr` is left out: it stands in the place of that check (source: `checkDependencies` of
        kustomize-controller).
        """
        return {
            ObjectKey(key.group, key.kind, text(entry.get("namespace")) or key.namespace, text(entry.get("name")))
            for entry in maps(at(self.units.get(key, {}), "spec").get("dependsOn"))
            if not entry.get("readyExpr")
        }


def folder_of(kustomization: Body) -> str:
    """The folder of the repository that a Kustomization applies."""
    return text(at(kustomization, "spec").get("path")).removeprefix("./").strip("/")
