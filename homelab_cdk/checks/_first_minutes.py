"""What is in the bootstrap set, and what comes after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..bootstrap import bootstrap_set
from ..model import (
    Body,
    ChartFacts,
    ContainerFact,
    GroupKind,
    ObjectKey,
    ServiceFact,
    VolumeFact,
    WebhookFact,
    WebhookRule,
    WorkloadFact,
)
from ..order import Built, Item
from ._gateways import hostnames
from ._read import WORKLOADS, Map, at, containers, maps, texts
from ._rule import once

__all__ = ["Early", "early", "later_webhooks", "own_hosts"]

_MADE_BY = {"Deployment": ("apps", "ReplicaSet"), "CronJob": ("batch", "Job")}
"""What a controller makes between a workload and its pods."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Early:
    """A release or an object of the bootstrap set with what comes of it, the workloads that an operator makes included.

    `path` is the construct that made it, and `what` what people call it; `repository` is where a chart comes from.
    """

    path: str
    what: str
    repository: str = ""
    facts: ChartFacts
    children: tuple[WorkloadFact, ...] = ()

    @property
    def workloads(self) -> Iterator[WorkloadFact]:
        """Everything that runs before Flux does, and the hooks of an install."""
        events = {hook.name: hook.events for hook in self.facts.hooks}
        for workload in self.facts.workloads:
            if not workload.hook or {"pre-install", "post-install"} & set(events.get(workload.name, ())):
                yield workload
        yield from self.children

    @property
    def containers(self) -> Iterator[ContainerFact]:
        """The containers of all of them."""
        for workload in self.workloads:
            yield from (*workload.containers, *workload.init_containers)

    @property
    def kinds(self) -> set[GroupKind]:
        """The kinds of everything that comes of it: what it renders, and the pods behind that."""
        found = {item.group_kind for item in self.facts.objects}
        found |= {GroupKind("", "Service") for _ in self.facts.services} | {
            GroupKind("", "Secret") for _ in self.facts.secrets
        }
        for workload in self.workloads:
            found |= {workload.key.group_kind, GroupKind("", "Pod")}
            if workload.kind in _MADE_BY:
                found.add(GroupKind(*_MADE_BY[workload.kind]))
        if self.facts.crds:
            found.add(GroupKind("apiextensions.k8s.io", "CustomResourceDefinition"))
        return found


@once
def early(built: Built) -> list[Early]:
    """The releases and objects of the bootstrap set, in the order in which they are installed."""
    charts = {release.construct: chart for chart in built.lab.unit_charts for release in chart.releases}
    found: list[Early] = []
    seen: set[str] = set()
    for item in bootstrap_set(built).objects:
        if item.release is None:
            facts = _facts(item.body)
            found.append(Early(path="lab", what=str(item.key), facts=facts))
            continue
        chart = charts.get(item.release.construct)
        # The children of a chart with two releases count once.
        children = () if chart is None or chart.path in seen else tuple(chart.children)
        if chart is not None:
            seen.add(chart.path)
        found.append(
            Early(
                path=item.release.construct,
                what=f"the chart {item.release.chart}",
                repository=item.release.chart.repository,
                facts=built.lab.surroundings.facts.of(item.release).facts,
                children=children,
            )
        )
    return found


def _facts(body: Body) -> ChartFacts:
    """What an object that stands in the set by itself asks for."""
    key = ObjectKey.of(body)
    if key.kind in WORKLOADS.get(key.group, ()):
        pod = at(body, "spec") if key.kind == "Pod" else at(body, "spec", "template", "spec")
        images = [ContainerFact(name=str(one.get("name")), image=str(one.get("image"))) for one in containers(pod)]
        claims = [str(at(volume, "persistentVolumeClaim").get("claimName", "")) for volume in maps(pod.get("volumes"))]
        claims += [str(at(one, "metadata").get("name")) for one in maps(at(body, "spec").get("volumeClaimTemplates"))]
        volumes = tuple(VolumeFact(name=name, size=0) for name in claims if name)
        workload = WorkloadFact(
            kind=key.kind, namespace=key.namespace, name=key.name, containers=tuple(images), volumes=volumes
        )
        return ChartFacts(workloads=(workload,))
    if key.group_kind == GroupKind("", "Service"):
        kind = str(at(body, "spec").get("type", "ClusterIP"))
        return ChartFacts(services=(ServiceFact(namespace=key.namespace, name=key.name, type=kind),))
    return ChartFacts(objects=(key,))


@once
def later_webhooks(built: Built) -> list[tuple[WebhookFact, str]]:
    """Webhooks that reject objects while they do not answer, of what Flux installs; with who brings them."""
    first = {item.path for item in early(built)}
    found = [
        (webhook, f"the chart {release.chart} (installed by {release.construct})")
        for release, known in built.releases
        if release.construct not in first
        for webhook in known.facts.webhooks
        if webhook.blocks
    ]
    for kind in ("validating", "mutating"):
        for item in built.of("admissionregistration.k8s.io", f"{kind.capitalize()}WebhookConfiguration"):
            found.extend((webhook, f"{item.key} (made by {item.path})") for webhook in _written(item))
    return found


def _written(item: Item) -> Iterator[WebhookFact]:
    """The blocking webhooks of a configuration that stands in the tree."""
    for webhook in maps(item.body.get("webhooks")):
        if webhook.get("failurePolicy", "Fail") == "Fail":
            yield WebhookFact(
                name=str(webhook.get("name")),
                kind="mutating" if item.key.kind.startswith("Mutating") else "validating",
                blocks=True,
                rules=tuple(_rule(rule) for rule in maps(webhook.get("rules"))),
                narrowed=any(webhook.get(key) for key in ("namespaceSelector", "objectSelector", "matchConditions")),
            )


def _rule(rule: Map) -> WebhookRule:
    return WebhookRule(
        groups=tuple(texts(rule.get("apiGroups"))),
        resources=tuple(texts(rule.get("resources"))),
        operations=tuple(texts(rule.get("operations"))),
    )


@once
def own_hosts(built: Built) -> dict[str, str]:
    """The host names that the lab itself serves, with the path of who does."""
    found: dict[str, str] = {}
    for item in built.of("gateway.networking.k8s.io", "HTTPRoute", "GRPCRoute", "TLSRoute"):
        found.update((host, item.path) for host in hostnames(item))
    for item in built.of("networking.k8s.io", "Ingress"):
        hosts = [str(rule.get("host")) for rule in maps(at(item.body, "spec").get("rules")) if rule.get("host")]
        found.update((host, item.path) for host in hosts)
    return found
