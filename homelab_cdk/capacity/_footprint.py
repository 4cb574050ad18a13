"""Everything that will run in a lab: from its manifests, from the facts of its charts, from what operators make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .._errors import BuildError
from ..constructs import StorageClass, UnitChart, left_to_the_distribution
from ..model import WORKLOAD_KINDS, Body, VolumeFact, WorkloadFact, claim_fact, workload_fact
from ..order import Built, Item
from ._amounts import Amounts, limit_of, requests_of
from ._packaged import packaged

__all__ = ["Demand", "Footprint", "Storage", "Volume", "demand", "footprint"]

_READING_FAILS = (BuildError, AttributeError, TypeError, ValueError)
"""What reading a manifest raises that Kubernetes would not read either."""

_GROUPS = ("", "apps", "batch")


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    """A StorageClass, as `constructs.StorageClass` describes it."""

    name: str
    copies: int = 1
    node_bound: bool = False
    reserve: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """A persistent volume of each pod, or one that all pods share: then `claim` is its namespace and name."""

    name: str
    size: int
    storage: Storage
    claim: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Demand:
    """A workload that wants to run: its unit, one pod's needs, and how many pods; 0 for one on each machine.

    `limit` is the memory at which a pod is stopped; nothing where there is none.
    """

    unit: str
    workload: WorkloadFact
    requests: Amounts
    limit: int | None
    volumes: tuple[Volume, ...] = ()

    @property
    def name(self) -> str:
        """Kind, namespace and name, for people."""
        return f"{self.workload.kind} {self.workload.namespace}/{self.workload.name}"

    @property
    def pods(self) -> int:
        """How many pods; 0 for one on each machine."""
        return self.workload.replicas

    @property
    def per_machine(self) -> bool:
        """Whether each machine gets one pod."""
        return not self.workload.replicas and self.workload.kind not in ("Deployment", "StatefulSet", "ReplicaSet")

    @property
    def passes(self) -> bool:
        """Whether it comes and goes: a hook of a chart, a Job or a CronJob."""
        return self.workload.hook or self.workload.kind in ("Job", "CronJob")


@dataclass(frozen=True, slots=True, kw_only=True)
class Footprint:
    """What runs for good, what comes and goes (jobs and hooks), and volumes that no pod of the tree mounts.

    `unread` names what could not be counted and why, `assumed` the units whose charts were read with other values.
    """

    lasting: tuple[Demand, ...]
    passing: tuple[Demand, ...] = ()
    volumes: tuple[tuple[str, Volume], ...] = ()
    unread: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()


def footprint(built: Built) -> Footprint:
    """Everything that will run in a lab."""
    classes = _classes(built)
    unread: list[str] = []
    demands = [demand("k3s", item, classes) for item in packaged(built)]
    claims = _claims(built)
    mounted: set[tuple[str, str]] = set()
    for item, fact in _of_tree(built, claims, unread):
        mounted |= {(fact.namespace, volume.name) for volume in fact.volumes if not volume.per_replica}
        demands.append(demand(item.chart.path, fact, classes))
    for chart in built.lab.unit_charts:
        facts = [*_of_charts(chart, unread), *chart.children]
        demands += [demand(chart.path, fact, classes) for fact in facts]
    unread += _foreign_releases(built)
    return Footprint(
        lasting=tuple(item for item in demands if not item.passes and (item.pods or item.per_machine)),
        passing=tuple(item for item in demands if item.passes),
        volumes=tuple(_loose(claims, mounted, classes, unread)),
        unread=tuple(unread),
        assumed=tuple(_assumed(built)),
    )


def demand(unit: str, workload: WorkloadFact, classes: Mapping[str, Storage]) -> Demand:
    """What a workload needs; `classes` are the StorageClasses by name, the default one under the empty name."""
    return Demand(
        unit=unit,
        workload=workload,
        requests=requests_of(workload),
        limit=limit_of(workload),
        volumes=tuple(_volume(item, workload.namespace, classes) for item in workload.volumes),
    )


def _volume(fact: VolumeFact, namespace: str, classes: Mapping[str, Storage]) -> Volume:
    storage = classes.get(fact.storage_class) or Storage(name=fact.storage_class)
    claim = "" if fact.per_replica else f"{namespace}/{fact.name}"
    return Volume(name=fact.name, size=fact.size, storage=storage, claim=claim)


def _classes(built: Built) -> dict[str, Storage]:
    provided = built.lab.surroundings.capabilities.all(StorageClass)
    found = [
        Storage(name=item.name, copies=item.copies, node_bound=item.node_bound, reserve=item.reserve)
        for item in provided
    ]
    for part in left_to_the_distribution(built.lab.surroundings):
        found += [Storage(name=item.name, node_bound=item.node_bound) for item in part.storage_classes]
    return {item.name: item for item in reversed(found)} | ({"": found[0]} if found else {})


def _claims(built: Built) -> dict[str, dict[str, Item]]:
    """The PersistentVolumeClaims of the tree by namespace and name."""
    found: dict[str, dict[str, Item]] = {}
    for item in built.of("", "PersistentVolumeClaim"):
        found.setdefault(item.key.namespace, {})[item.key.name] = item
    return found


def _of_tree(
    built: Built, claims: Mapping[str, Mapping[str, Item]], unread: list[str]
) -> Iterator[tuple[Item, WorkloadFact]]:
    minimums = _minimums(built)
    bodies: dict[str, dict[str, Body]] = {
        namespace: {name: item.body for name, item in listed.items()} for namespace, listed in claims.items()
    }
    for kind, items in built.by_kind.items():
        if kind.group not in _GROUPS or kind.kind not in WORKLOAD_KINDS:
            continue
        for item in items:
            namespace = item.key.namespace
            try:
                fact = workload_fact(
                    item.body,
                    namespace=namespace,
                    hook=False,
                    claims=bodies.get(namespace, {}),
                    minimums=minimums.get(namespace, {}),
                    security=False,
                )
            except _READING_FAILS as error:
                unread.append(f"{item.key}: {error}")
                continue
            yield item, fact


def _minimums(built: Built) -> dict[str, dict[tuple[str, str], int]]:
    """The least replicas that autoscalers of the tree keep, by namespace, kind and name."""
    found: dict[str, dict[tuple[str, str], int]] = {}
    for item in built.of("autoscaling", "HorizontalPodAutoscaler"):
        spec = item.body.get("spec")
        target = spec.get("scaleTargetRef") if isinstance(spec, dict) else None
        if isinstance(spec, dict) and isinstance(target, dict):
            least = spec.get("minReplicas")
            key = (str(target.get("kind")), str(target.get("name")))
            found.setdefault(item.key.namespace, {})[key] = least if isinstance(least, int) else 1
    return found


def _of_charts(chart: UnitChart, unread: list[str]) -> Iterator[WorkloadFact]:
    for release in chart.releases:
        known = chart.facts(release)
        if known.standing == "unknown":
            unread.append(f"chart {release.chart} of {chart.path}: {known.because}")
        yield from known.facts.workloads


def _assumed(built: Built) -> Iterator[str]:
    for chart in built.lab.unit_charts:
        if any(chart.facts(release).standing == "assumed" for release in chart.releases):
            yield chart.path


def _foreign_releases(built: Built) -> Iterator[str]:
    """HelmReleases that somebody wrote by hand: nothing tells what they bring."""
    ours = {
        helm.manifest.key for chart in built.lab.unit_charts for helm in chart.helm_releases if not helm.release.in_tree
    }
    for item in built.of("helm.toolkit.fluxcd.io", "HelmRelease"):
        if item.key not in ours:
            yield f"{item.key}: written by hand, so its chart is not read"


def _loose(
    claims: Mapping[str, Mapping[str, Item]],
    mounted: Iterable[tuple[str, str]],
    classes: Mapping[str, Storage],
    unread: list[str],
) -> Iterator[tuple[str, Volume]]:
    """The claims of the tree that none of its pods mounts."""
    known = set(mounted)
    for namespace, listed in claims.items():
        for name, item in listed.items():
            if (namespace, name) in known:
                continue
            try:
                fact = claim_fact(item.body, per_replica=False)
            except _READING_FAILS as error:
                unread.append(f"{item.key}: {error}")
                continue
            yield item.chart.path, _volume(fact, namespace, classes)
