"""Everything that a roll-out consists of, by what others need of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..model import BUILT_IN_GROUPS, Body, ChartFacts, GroupKind, ObjectKey, at, maps, text
from ..order import FLUX_GROUPS
from ._charts import Webhooks
from ._condition import Condition, controller, crd, namespace
from ._data import Rollout
from ._engine import Engine

__all__ = ["FLUX_SYSTEM", "HELM", "KUSTOMIZE", "Content", "World", "defined_by", "depends_on", "folder_of"]

FLUX_SYSTEM = "flux-system"
"""Namespace of Flux, and the name of the source and the Kustomization that a FluxInstance makes (source: flux-operator)."""

KUSTOMIZE = "kustomize.toolkit.fluxcd.io"
HELM = "helm.toolkit.fluxcd.io"


@dataclass(slots=True, kw_only=True, eq=False)
class Content:
    """What one Kustomization applies.

    Attributes:
        key: the Kustomization.
        body: the Kustomization as it is written.
        within: the Kustomization that applies it.
        objects: what it applies.
        kinds: one object of each kind.
        defined: the namespaces and kinds that its first stage makes.
        places: the namespaces that its objects live in, each with one of them.
        waits: the objects that are not ready at once.
        made: what holds as soon as all is applied.
        releases: the HelmReleases and Kustomizations among the objects.
    """

    key: ObjectKey
    body: Body
    within: ObjectKey
    objects: list[tuple[ObjectKey, Body]] = field(default_factory=list)
    kinds: dict[GroupKind, ObjectKey] = field(default_factory=dict)
    defined: list[Condition] = field(default_factory=list)
    places: dict[str, ObjectKey] = field(default_factory=dict)
    waits: list[ObjectKey] = field(default_factory=list)
    made: list[Condition] = field(default_factory=list)
    releases: list[ObjectKey] = field(default_factory=list)

    def read(self, bodies: Iterable[Body]) -> None:
        """Take objects in; of those that stand for many the one with the first name, in whatever order they come."""
        self.objects = sorted(((ObjectKey.of(body), body) for body in bodies), key=lambda item: item[0])
        for key, body in self.objects:
            self.kinds.setdefault(key.group_kind, key)
            if key.namespace:
                self.places.setdefault(key.namespace, key)
            elif key.kind == "Namespace" and not key.group:
                self.defined.append(namespace(key.name))
            elif key.kind == "CustomResourceDefinition":
                kind = defined_by(body)
                self.defined += [crd(kind), controller(kind)]

    def customs(self) -> Iterable[ObjectKey]:
        """One object of each kind that needs a CRD; those of Flux are there before any Kustomization is."""
        for kind, key in self.kinds.items():
            if kind.group not in BUILT_IN_GROUPS and kind.group not in FLUX_GROUPS:
                yield key


@dataclass(slots=True, kw_only=True, eq=False)
class World:
    """All Kustomizations and releases, and the engine that brings them up."""

    rollout: Rollout
    engine: Engine
    contents: dict[ObjectKey, Content] = field(default_factory=dict)
    homes: dict[ObjectKey, ObjectKey] = field(default_factory=dict)
    """The Kustomization of each release."""
    webhooks: Webhooks = field(default_factory=Webhooks)
    crd_homes: dict[GroupKind, str] = field(default_factory=dict)
    """The namespace of the release that brings a kind."""
    clusterwide: dict[tuple[GroupKind, str], Body] = field(default_factory=dict)
    """Custom resources without a namespace."""
    networks: list[ObjectKey] = field(default_factory=list)
    """Releases of the tree that would bring a network for pods."""
    watched: set[ObjectKey] = field(default_factory=set)
    """What the `healthChecks` of some Kustomization name."""
    _behind: dict[ObjectKey, frozenset[ObjectKey]] = field(default_factory=dict)

    def facts(self, release: ObjectKey) -> ChartFacts:
        """What is known of a release; nothing where nothing is."""
        return self.rollout.facts.get(release, ChartFacts())

    def find(self, kind: GroupKind, name: str) -> Body | None:
        """A custom resource without a namespace."""
        return self.clusterwide.get((kind, name))

    def home(self, kind: GroupKind) -> str:
        """The namespace of the release that brings a kind, or of the pods beside a plain CRD; empty where there are none."""
        return self.crd_homes.get(kind, "")

    def settle(self, content: Content) -> None:
        """Take CRDs of the tree for at home where the pods beside them are: one of those is their controller."""
        homes = [key.namespace for key, _ in content.objects if key.group == "apps"]
        for key, body in content.objects if homes else ():
            if key.kind == "CustomResourceDefinition":
                spec = at(body, "spec")
                kind = GroupKind(text(spec.get("group")), text(at(spec, "names").get("kind")))
                self.crd_homes.setdefault(kind, homes[0])

    def follows(self, later: ObjectKey, earlier: ObjectKey) -> bool:
        """Whether a Kustomization only starts when another is ready, as their `dependsOn` say."""
        if later not in self._behind:
            found: set[ObjectKey] = set()
            pending = [later]
            while pending:
                for key in self.dependencies(pending.pop()):
                    if key not in found:
                        found.add(key)
                        pending.append(key)
            self._behind[later] = frozenset(found)
        return earlier in self._behind[later]

    def dependencies(self, key: ObjectKey) -> list[ObjectKey]:
        """What the `dependsOn` of a Kustomization names."""
        content = self.contents.get(key)
        return depends_on(key, content.body) if content else []


def depends_on(key: ObjectKey, body: Body) -> list[ObjectKey]:
    """What the `dependsOn` of a Kustomization or HelmRelease names, each of its own kind."""
    return [
        ObjectKey(key.group, key.kind, text(entry.get("namespace")) or key.namespace, text(entry.get("name")))
        for entry in maps(at(body, "spec").get("dependsOn"))
    ]


def defined_by(body: Body) -> GroupKind:
    """The kind that a CustomResourceDefinition defines."""
    spec = at(body, "spec")
    return GroupKind(text(spec.get("group")), text(at(spec, "names").get("kind")))


def folder_of(path: str) -> str:
    """A path of a Kustomization as the repository has it."""
    return path.removeprefix("./").strip("/")
