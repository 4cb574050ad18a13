"""All pods of a lab that are known: of workloads in the tree, of charts by their facts, of operators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..capacity import packaged
from ..model import BUILT_IN_GROUPS, GroupKind, WorkloadFact
from ..order import FLUX_GROUPS, Built, Item
from ._read import WORKLOADS, Map, at, mapping, maps, pod_template, selects
from ._rule import once
from ._standing import strangers

__all__ = ["PodIndex", "PodSet", "perhaps", "pods_of", "workloads"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PodSet:
    """Pods of one template.

    `loose` says that an operator makes them: they may carry labels and open ports beyond those known. `who` names
    them for people, `path` is the construct that brings them, `item` their workload where it stands in the tree, and
    `fact` what is known of them elsewhere. `host_ports` are the ports of their node that they take: number, protocol and
    address, empty for all addresses.
    """

    namespace: str
    labels: Mapping[str, str]
    ports: frozenset[int] = frozenset()
    port_names: frozenset[str] = frozenset()
    host_ports: tuple[tuple[int, str, str], ...] = ()
    who: str
    path: str
    item: Item | None = None
    fact: WorkloadFact | None = None
    spec: Map = field(default_factory=dict)
    loose: bool = False

    def taken_by(self, selector: Map) -> bool:
        """Whether a label selector takes them."""
        if not self.loose:
            return selects(selector, self.labels)
        wanted = mapping(selector.get("matchLabels"))
        shared = wanted.keys() & self.labels.keys()
        return not selector or (bool(shared) and all(self.labels[key] == wanted[key] for key in shared))


@dataclass(slots=True, kw_only=True)
class PodIndex:
    """Pods by namespace and label."""

    sets: list[PodSet] = field(default_factory=list)
    by_namespace: dict[str, list[PodSet]] = field(default_factory=dict)
    by_label: dict[tuple[str, str, str], list[PodSet]] = field(default_factory=dict)
    loose: dict[str, list[PodSet]] = field(default_factory=dict)
    open_namespaces: dict[str, str] = field(default_factory=dict)
    """Namespaces in which something of which nothing is known may make pods, Services and Secrets, and what that"
    " is."""
    openers: dict[str, list[tuple[object, str]]] = field(default_factory=dict)
    """All of them, with what they are called."""
    open_to_pods: dict[str, str] = field(default_factory=dict)
    """Namespaces in which something makes pods of which nothing is known, and nothing else, and what that is."""
    open_everywhere: str = ""
    open_charts: str = ""
    """A chart of which nothing is known, and which may make what lives in no namespace."""
    _found: dict[tuple[object, ...], list[PodSet]] = field(default_factory=dict)
    """What was looked for already: many rules ask for the same."""

    def add(self, pods: PodSet) -> None:
        """Enter some pods."""
        self._found.clear()
        self.sets.append(pods)
        self.by_namespace.setdefault(pods.namespace, []).append(pods)
        if pods.loose:
            self.loose.setdefault(pods.namespace, []).append(pods)
        for key, value in pods.labels.items():
            self.by_label.setdefault((pods.namespace, key, value), []).append(pods)

    def find(self, namespace: str, selector: Map) -> list[PodSet]:
        """The pods of a namespace that a label selector takes."""
        try:
            place = (namespace, *mapping(selector.get("matchLabels")).items())
            if "matchExpressions" not in selector:
                found = self._found.get(place)
                if found is None:
                    found = self._found[place] = self._find(namespace, selector)
                return found
        except TypeError:
            # A value that is no text, which no rule about labels lets pass.
            pass
        return self._find(namespace, selector)

    def _find(self, namespace: str, selector: Map) -> list[PodSet]:
        wanted = mapping(selector.get("matchLabels"))
        if not wanted:
            return [pods for pods in self.by_namespace.get(namespace, ()) if pods.taken_by(selector)]
        key, value = next(iter(wanted.items()))
        candidates = self.by_label.get((namespace, str(key), str(value)), [])
        loose = [pods for pods in self.loose.get(namespace, ()) if pods not in candidates]
        return [pods for pods in (*candidates, *loose) if pods.taken_by(selector)]

    def open(self, namespace: str, who: str, opener: object = None) -> None:
        """Enter something that may add objects to a namespace."""
        self.open_namespaces.setdefault(namespace, who)
        self.openers.setdefault(namespace, []).append((opener, who))

    def other_opener(self, namespace: str, asker: Item) -> str:
        """What may add objects to a namespace, beside whatever asks; empty where nothing may."""
        itself = (asker, (asker.key.namespace, asker.key.name))
        others = (who for opener, who in self.openers.get(namespace, ()) if opener not in itself)
        return next(others, self.open_everywhere)

    def is_open(self, namespace: str) -> bool:
        """Whether something unknown may add pods to a namespace."""
        return self.is_open_to_others(namespace) or namespace in self.open_to_pods

    def is_open_to_others(self, namespace: str) -> bool:
        """Whether something unknown may add objects to a namespace that are no pods."""
        return bool(self.open_everywhere) or namespace in self.open_namespaces

    def perhaps(self, namespace: str) -> str:
        """Who may bring what is missing in a namespace, to end a sentence with."""
        return perhaps(
            self.open_namespaces.get(namespace) or self.open_everywhere or self.open_to_pods.get(namespace, "")
        )


def perhaps(who: str) -> str:
    """Who may bring what is missing, to end a sentence with."""
    return f"and {who}, of which nothing is known, may bring it"


@once
def workloads(built: Built) -> list[Item]:
    """Every object of the tree that makes pods."""
    return [item for group, kinds in WORKLOADS.items() for item in built.of(group, *kinds)]


@once
def pods_of(built: Built) -> PodIndex:
    """All pods that are known."""
    index = PodIndex()
    for item in workloads(built):
        index.add(_of_item(item))
    for release, known in built.releases:
        for workload in known.facts.workloads:
            index.add(_of_fact(workload, release.construct))
    for chart in built.lab.unit_charts:
        for child in chart.children:
            index.add(_of_fact(child, chart.path, loose=True))
    for brought in packaged(built):
        index.add(_of_fact(brought, "lab", loose=True))
    _open(built, index)
    return index


def _of_item(item: Item) -> PodSet:
    template = pod_template(item)
    spec = mapping(template.get("spec"))
    ports = [port for container in maps(spec.get("containers")) for port in maps(container.get("ports"))]
    labels = {str(key): value for key, value in at(template, "metadata", "labels").items() if isinstance(value, str)}
    return PodSet(
        namespace=item.key.namespace,
        labels=labels,
        ports=frozenset(port["containerPort"] for port in ports if isinstance(port.get("containerPort"), int)),
        port_names=frozenset(port["name"] for port in ports if isinstance(port.get("name"), str)),
        host_ports=tuple(_host_ports(ports, everywhere=spec.get("hostNetwork") is True)),
        who=str(item.key),
        path=item.path,
        item=item,
        spec=spec,
    )


def _host_ports(ports: list[Map], *, everywhere: bool) -> Iterator[tuple[int, str, str]]:
    for port in ports:
        number = port.get("hostPort") or (port.get("containerPort") if everywhere else None)
        if isinstance(number, int):
            yield number, str(port.get("protocol") or "TCP"), str(port.get("hostIP") or "")


def _of_fact(workload: WorkloadFact, path: str, *, loose: bool = False) -> PodSet:
    ports = [port for container in workload.containers for port in container.ports]
    return PodSet(
        namespace=workload.namespace,
        labels=dict(workload.labels),
        ports=frozenset(port.number for port in ports),
        port_names=frozenset(port.name for port in ports if port.name),
        host_ports=tuple(
            (port.host or port.number, port.protocol, "") for port in ports if port.host or workload.host_network
        ),
        who=f"{workload.kind} {workload.namespace}/{workload.name}",
        path=path,
        fact=workload,
        loose=loose,
    )


def _declared(item: Item) -> bool:
    """Whether the pods that an operator makes of an object are among its component's children."""
    return any((child.namespace, child.name) == (item.key.namespace, item.key.name) for child in item.chart.children)


_PODLESS = frozenset(
    {
        *BUILT_IN_GROUPS,
        *FLUX_GROUPS,
        "bitnami.com",
        "cert-manager.io",
        "external-secrets.io",
        "gateway.networking.k8s.io",
        "generators.external-secrets.io",
        "metallb.io",
        "postgresql.cnpg.io",
        "traefik.io",
        "trust.cert-manager.io",
    }
)
"""Groups of which it is known whether their objects make pods, Services and Secrets; any other may."""


_OPERATED = frozenset({GroupKind("postgresql.cnpg.io", "Cluster")})
"""Kinds of those groups whose objects make pods; their components declare them as `children`."""

_OF_PODS_ALONE = frozenset({GroupKind("upgrade.cattle.io", "Plan")})
"""Kinds of whose objects pods come and nothing else: the jobs of an upgrade."""

_PODLESS_KINDS = frozenset(
    GroupKind(group, kind)
    for group, kinds in {
        "barmancloud.cnpg.io": ("ObjectStore",),
        "monitoring.coreos.com": ("PodMonitor", "Probe", "PrometheusRule", "ScrapeConfig", "ServiceMonitor"),
        "velero.io": ("BackupStorageLocation", "Schedule", "VolumeSnapshotLocation"),
    }.items()
    for kind in kinds
)
"""Kinds of other groups of which nothing comes in their namespace: their controllers just read them."""


def _is_podless(kind: GroupKind) -> bool:
    return kind in _PODLESS_KINDS or (kind.group in _PODLESS and kind not in _OPERATED)


def _open(built: Built, index: PodIndex) -> None:
    index.open("kube-system", "the cluster itself")
    if built.is_bare:
        index.open("flux-system", "Flux itself")
    for kind, items in built.by_kind.items():
        for item in items if not _is_podless(kind) else ():
            if kind not in _OPERATED or not _declared(item):
                if kind in _OF_PODS_ALONE:
                    index.open_to_pods.setdefault(item.key.namespace, str(item.key))
                else:
                    index.open(item.key.namespace, str(item.key), item)
    for release, known in built.releases:
        if known.standing == "unknown":
            index.open_charts = f"the chart {release.chart}"
            index.open(release.namespace, index.open_charts, (release.namespace, release.name))
    for item in strangers(built):
        index.open_charts = str(item.key)
        spec = at(item.body, "spec")
        place = spec.get("targetNamespace") or (item.key.namespace if item.key.kind == "HelmRelease" else "")
        if place:
            index.open(str(place), str(item.key), item)
        else:
            index.open_everywhere = str(item.key)
    for namespace, who in built.beyond.adrift.items():
        index.open(namespace, who)
    for _, what, _ in built.beyond.sources:
        index.open_charts = index.open_everywhere = what
