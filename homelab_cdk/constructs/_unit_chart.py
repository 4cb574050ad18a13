"""What components and apps have in common: a chart whose manifests become units of the tree."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import cdk8s
import constructs

from .._errors import BuildError
from ..model import (
    POD_SECURITY_LEVELS,
    STANDING_NAMESPACES,
    Acceptance,
    Body,
    Layer,
    ObjectKey,
    Place,
    PodSecurity,
    Release,
    WorkloadFact,
)
from ._backup import Backups
from ._capability import Capability
from ._fact_book import KnownFacts
from ._flux import PRUNE_ANNOTATION
from ._host_needs import HostNeeds
from ._manifest import Manifest, check_body
from ._monitoring import Monitoring
from ._network import NetworkRules
from ._patch import Patch
from ._registry import providers
from ._source import Source, calling_line
from ._surroundings import Surroundings, surroundings_of
from ._twin import Twin, TwinMeta

if TYPE_CHECKING:
    from ._helm_release import HelmRelease

__all__ = ["UnitChart"]

C = TypeVar("C", bound=Capability)


class UnitChart(Twin, cdk8s.Chart, metaclass=TwinMeta):
    """A chart that is written as one unit, or as two where custom resources have to wait for their CRDs.

    Attributes:
        layer: the folder of `generated/` that it is written to.
        copy_volumes: whether a backup copies the files of its volumes.
        essential: whether the cluster stops working without it; then it is never pruned either.
        manifests: its objects, in the order in which they were added.
        releases: the charts that it installs.
        helm_releases: the same as constructs, without those that are plain manifests.
        acceptances: what rules would find in it although it is right.
        level_reasons: why a namespace has the Pod Security level that it has, by name.
        needs: other unit charts that must be ready first although no object shows it.
        host_names: host names that point at something of it beside its routes, such as an address of the load balancer for
            SSH, with what each is for.
        host_access: why pods of it reach into their machines; empty where none does.
        wide_rights: why it may read or change what is not its own in the cluster; empty where it may not.
        offers: whether it provides a capability, so that others may wait for it.
        children: the workloads that an operator makes for it, with what they request; neither its manifests nor the facts
            of its charts show them.
        host_needs: what the machines themselves must have for it.
        own_secrets: the Secrets that its own pods make for themselves, by namespace and name; no manifest shows them.
        timeout: how long its objects may take to become ready, in minutes.
        source: the file and line of the application that created it; nothing for what homelab.yaml asks for.
    """

    layer: Layer = "apps"
    copy_volumes: bool = True
    essential: bool = False
    host_access: str = ""
    wide_rights: str = ""
    host_needs: HostNeeds = HostNeeds()
    timeout: int = 5

    def __init__(
        self, scope: constructs.Construct, id: str, *, namespace: str | None = None, patches: tuple[Patch, ...] = ()
    ) -> None:
        """Take a place in the tree; `namespace` is by default the id."""
        self._start(surroundings_of(scope), namespace=namespace or id, patches=patches)
        super().__init__(scope, id)
        self.surroundings.charts.append(self)

    def _start(self, surroundings: Surroundings, *, namespace: str, patches: tuple[Patch, ...] = ()) -> None:
        """Be empty; all that a chart is to this library, without its place in the tree."""
        self._namespace = namespace
        self.unit_chart = self
        self.manifests: list[Manifest] = []
        self.releases: list[Release] = []
        self.helm_releases: list[HelmRelease] = []
        self.needs: list[UnitChart] = []
        self.acceptances: list[Acceptance] = []
        self.host_names: dict[str, str] = {}
        self.level_reasons: dict[str, str] = {}
        self.offers = False
        self.children: list[WorkloadFact] = []
        self.own_secrets: list[tuple[str, str]] = []
        self._places: list[str] = []
        self.patches = patches
        self.source = calling_line()
        self.surroundings = surroundings
        self.network = NetworkRules(self)
        self.monitoring = Monitoring(self)

    @property
    def namespace(self) -> str:
        """The namespace that its objects live in unless they say otherwise."""
        return self._namespace

    @property
    def holds_data(self) -> bool:
        """Whether its removal would lose data; then it is never pruned, and its namespaces are backed up."""
        return self._holds_data

    @holds_data.setter
    def holds_data(self, value: bool) -> None:
        self._holds_data = value
        for namespace in getattr(self, "_places", ()):
            self._back_up(namespace)

    _holds_data = False

    def _back_up(self, namespace: str) -> None:
        """Have a namespace of the chart backed up, whichever is built first; in a lab without backups nothing is done."""
        if self.holds_data:
            self.when(Backups, lambda backups: backups.back_up(self, namespace))

    @property
    def never_pruned(self) -> bool:
        """Whether Flux leaves it in the cluster when it leaves the tree: it holds data, or nothing works without it."""
        return self.holds_data or self.essential

    def _twin_arguments(self) -> list[Any]:
        return [cdk8s.ChartProps(namespace=self._namespace, disable_resource_name_hashes=True)]

    def add_dependency(self, *dependencies: constructs.IConstruct) -> None:
        """Refused: the order of units is inferred, and cdk8s expands dependencies of charts exponentially.

        Raises:
            BuildError: always; it says what to do instead.
        """
        raise BuildError(
            f"{self.path}: add_dependency is not supported: cdk8s expands it into object pairs and takes exponential time,"
            " and the order of units is inferred from CRDs, webhooks, capabilities and namespaces; where none of them shows"
            " it, append the other one to `needs`"
        )

    def add_manifest(
        self, body: Body, *, id: str | None = None, observes: bool = False, source: Source = None
    ) -> Manifest:
        """Add an object; its construct id is by default `<kind>-<name>`, with its namespace where that is not the own.

        Of two objects that differ in nothing but the API group, the second has its group in the id as well. One that only
        `observes` what runs is applied after it, so that no system waits for what watches it.

        Raises:
            BuildError: the body is no object, or the chart has this object already.
        """
        return Manifest(self, id or self._id_of(body), body=body, observes=observes, source=source)

    def _id_of(self, body: Body) -> str:
        check_body(body, f"an object of {self.path}")
        key = ObjectKey.of(body)
        kind = key.kind.lower()
        place = [key.namespace] if key.namespace not in ("", self._namespace) else []
        id = "-".join([kind, *place, key.name])
        known = self._twin_children.get(id)
        if isinstance(known, Manifest) and known.key.group != key.group:
            return "-".join([f"{kind}.{key.group}", *place, key.name])
        return id

    def add_namespace(
        self, *, name: str | None = None, pod_security: PodSecurity = "restricted", because: str = ""
    ) -> None:
        """Create a namespace with Pod Security labels, closed to all traffic but DNS and what is allowed later.

        One that stands before anything of the tree (`kube-system`) stays as it is, and one that another chart creates is
        shared.

        Args:
            name: by default the chart's own namespace.
            pod_security: the level that is enforced, audited and warned about; by default `restricted`.
            because: why the pods need this level, where neither manifests nor facts show it: such as pods that an operator
                makes later.

        Raises:
            BuildError: another chart creates it with a stricter level than this one can live with.
        """
        name = name or self._namespace
        if name in STANDING_NAMESPACES:
            return
        self._places.append(name)
        if because:
            self.level_reasons[name] = because
        other = self.surroundings.namespaces.get(name)
        if other is not None:
            self._share(name, other, pod_security)
            self._back_up(name)
            return
        labels = {f"pod-security.kubernetes.io/{mode}": pod_security for mode in ("enforce", "audit", "warn")}
        manifest = self.add_manifest(
            {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}}
        )
        if self.never_pruned:
            self.protect(manifest)
        self.surroundings.namespaces[name] = self
        self.network.close(name)
        self._back_up(name)

    def _share(self, name: str, other: UnitChart, wanted: PodSecurity) -> None:
        manifest = next(item for item in other.manifests if item.key.kind == "Namespace" and item.key.name == name)
        level: PodSecurity = manifest.body["metadata"]["labels"]["pod-security.kubernetes.io/enforce"]
        if POD_SECURITY_LEVELS.index(wanted) < POD_SECURITY_LEVELS.index(level):
            raise BuildError(
                f"{self.path} needs the Pod Security level {wanted}, and {other.path} creates the namespace {name} as"
                f" {level}; give one of them a namespace of its own"
            )
        if self.never_pruned:
            self.protect(manifest)

    def accept(self, rule: str, subject: str, *, reason: str) -> None:
        """Expect what a rule finds, because it is right here.

        Args:
            rule: the rule's name.
            subject: how the subject of the finding begins.
            reason: why it is right.

        Raises:
            BuildError: the reason is empty.
        """
        if not reason.strip():
            raise BuildError(f"{rule} is accepted for {subject} without a reason; say why it is right there")
        line = calling_line()
        self.acceptances.append(
            Acceptance(
                rule=rule,
                object=subject,
                reason=reason,
                scope=self.path,
                place=Place(*line) if line else None,
                expected=True,
            )
        )

    def protect(self, manifest: Manifest) -> Manifest:
        """Keep Flux from ever deleting an object, also when it leaves the tree."""
        manifest.body.setdefault("metadata", {}).setdefault("annotations", {})[PRUNE_ANNOTATION] = "disabled"
        return manifest

    def provide(self, capability: C) -> C:
        """Offer a capability to everything that is built later."""
        self.offers = True
        self.surroundings.capabilities.provide(capability)
        return capability

    def require(self, kind: type[C], *, name: str | None = None) -> C:
        """The provider of a capability.

        Args:
            kind: the capability.
            name: the instance; by default the only one there is.

        Raises:
            CapabilityError: there is none, or there are several and no name was given.
        """
        choices = _in_later_phases(kind, self.surroundings) or providers(kind)
        return self.surroundings.capabilities.find(kind, consumer=self.path, name=name, choices=choices)

    def optional(self, kind: type[C]) -> C | None:
        """The first provider of a capability, if there is any."""
        found = self.surroundings.capabilities.all(kind)
        return found[0] if found else None

    def expected(self, kind: type[Capability]) -> str | None:
        """Construct id of the first provider of a capability, whether it is built already or not yet; nothing without one.

        For what refers to it by name alone, such as a link from one data source of Grafana to another.
        """
        return self.surroundings.capabilities.expected(kind)

    def when(self, kind: type[C], action: Callable[[C], object]) -> None:
        """Do something with the first provider of a capability: now if there is one, else as soon as one is built.

        So that two components may use each other, whichever is built first; where nothing provides it, nothing is done.
        """
        self.surroundings.capabilities.when(kind, action)

    def facts(self, release: Release) -> KnownFacts:
        """What is known of a release: proven, assumed or unknown."""
        return self.surroundings.facts.of(release)


def _in_later_phases(kind: type[Capability], surroundings: Surroundings) -> list[str]:
    """What has to be written for providers that the lab has, but only in a later phase."""
    phases = {
        item.info.phase for item in surroundings.postponed if any(issubclass(one, kind) for one in item.info.provides)
    }
    return [f"`rollout: {{phase: {min(phases)}}}`"] if phases else []
