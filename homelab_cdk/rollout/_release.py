"""A release: what it needs before Helm takes it, and what its pods wait for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..model import Body, ChartFacts, Map, ObjectKey, WorkloadFact, at, maps, text
from ._charts import foreign_kinds, made_at_once, made_when_ready, places, waited_for
from ._condition import (
    CNI,
    NEVER,
    Condition,
    answers,
    applied,
    config_map,
    crd,
    exists,
    installed,
    namespace,
    ready,
    secret,
)
from ._engine import Need, Steps, Task
from ._pods import class_need, value_needs
from ._world import World, depends_on

__all__ = ["answer_steps", "install", "release_makes", "release_steps", "services_of", "upstream_steps"]


def release_steps(world: World, task: Task, body: Body, within: ObjectKey) -> Steps:
    """Bring a HelmRelease up.

    It is ready when what it made is, by kstatus: a Service of type LoadBalancer needs no address for that, only the cluster's
    own (source: `serviceConditions` in fluxcd/cli-utils).
    """
    key, spec = task.key, at(body, "spec")
    yield [Need(condition=applied(within), subject=key, detail=f"is applied by {within}")]
    if spec.get("suspend") is True:
        yield [Need(condition=NEVER, subject=key, detail="is suspended")]
    source = _source(key, spec)
    needs = [
        Need(condition=ready(other), subject=key, detail=f"depends on {other}", step=True)
        for other in depends_on(key, body)
    ]
    needs.append(Need(condition=exists(source), subject=key, detail=f"takes its chart from {source}"))
    needs += _values_from(key, spec)
    yield needs
    home = text(spec.get("targetNamespace")) or key.namespace
    creates = at(spec, "install").get("createNamespace") is True and "targetNamespace" in spec
    if home != key.namespace and not creates:
        detail = f"goes to the namespace {home}"
        yield [Need(condition=namespace(home), subject=key, detail=detail, first_time=True)]
    at_once = at(spec, "install").get("disableWait") is True
    facts, values = world.facts(key), at(spec, "values")
    yield from install(world, task, facts, values=values, namespace=home, first_time=True, at_once=at_once)


def install(
    world: World,
    task: Task,
    facts: ChartFacts,
    *,
    values: Mapping[str, Any],
    namespace: str,
    first_time: bool,
    at_once: bool = False,
) -> Steps:
    """Create what a chart brings and wait for it.

    Args:
        world: all there is.
        task: the release.
        facts: what the chart brings.
        values: the values that it is given.
        namespace: where it goes.
        first_time: whether an attempt that comes too early counts.
        at_once: whether nothing is waited for.
    """
    key = task.key
    yield [*_refusals(world, key, facts, namespace, first_time=first_time)]
    world.engine.fire(task, [*made_at_once(facts), installed(key)], mark=first_time and bool(facts.crds))
    if at_once:
        world.engine.fire(task, [ready(key)])
    needs = [need for workload in waited_for(facts) for need in _workload_needs(key, workload)]
    needs += value_needs(key, namespace, values)
    for service in services_of(facts):
        detail = f"answers for its webhooks with {service or 'its pods'}"
        needs.append(Need(condition=answers(key, service), subject=key, detail=detail))
    yield needs
    world.engine.fire(task, [ready(key), *made_when_ready(facts, values), *_checked(world, facts)])


def release_makes(world: World, key: ObjectKey, facts: ChartFacts, values: Mapping[str, Any]) -> Iterable[Condition]:
    """What a release may make true."""
    yield ready(key)
    yield installed(key)
    yield from made_at_once(facts)
    yield from made_when_ready(facts, values)
    yield from _checked(world, facts)


def services_of(facts: ChartFacts) -> list[str]:
    """The Services by which the webhooks of a chart answer; empty for those that are called by URL."""
    return sorted({webhook.service for webhook in facts.webhooks if webhook.blocks})


def answer_steps(world: World, task: Task, release: ObjectKey, facts: ChartFacts, service: str) -> Steps:
    """Let a webhook answer: when the pods behind its Service run."""
    yield [Need(condition=installed(release), subject=release, detail="has to be installed")]
    where, _, name = service.rpartition("/")
    behind: Iterable[WorkloadFact] = ()
    for known in facts.services:
        if known.name == name and where in ("", known.namespace):
            behind = facts.behind(known)
    pods = list(behind) or waited_for(facts)
    yield [need for workload in pods for need in _workload_needs(release, workload)]
    world.engine.fire(task, [answers(release, service)], mark=True)


def upstream_steps(world: World, task: Task, body: Body, within: ObjectKey, source: ObjectKey) -> Steps:
    """Bring a Kustomization up that reads another repository: what is in there is known from facts."""
    key, spec = task.key, at(body, "spec")
    yield [Need(condition=applied(within), subject=key, detail=f"is applied by {within}")]
    if spec.get("suspend") is True:
        yield [Need(condition=NEVER, subject=key, detail="is suspended")]
    needs = [Need(condition=exists(source), subject=key, detail=f"reads {source}")]
    needs += [
        Need(condition=ready(other), subject=key, detail=f"depends on {other}", step=True)
        for other in depends_on(key, body)
    ]
    yield needs
    home = text(spec.get("targetNamespace")) or key.namespace
    yield from install(world, task, world.facts(key), values={}, namespace=home, first_time=True)


def _refusals(world: World, key: ObjectKey, facts: ChartFacts, home: str, *, first_time: bool) -> Iterable[Need]:
    """What Helm is refused without: CRDs of others, namespaces, and webhooks of others that answer."""
    made = set(made_at_once(facts))
    for item in foreign_kinds(facts):
        detail = f"renders {item}, which needs the CRD of {item.group_kind}"
        yield Need(condition=crd(item.group_kind), subject=key, detail=detail, first_time=first_time)
    for name, item in places(facts).items():
        if name != home and namespace(name) not in made:
            detail = f"puts {item} into the namespace {name}"
            yield Need(condition=namespace(name), subject=key, detail=detail, first_time=first_time)
    seen: set[Condition] = set()
    here = world.homes.get(key)
    for kind in sorted({item.group_kind for item in facts.objects}):
        for webhook, release in world.webhooks.judging(kind):
            condition = answers(release, webhook.service)
            home_of = world.homes.get(release)
            later = here is not None and home_of is not None and world.follows(home_of, here)
            if release == key or condition in seen or home_of == here or later:
                continue
            seen.add(condition)
            detail = f"renders a {kind}, which the webhook {webhook.name} of {release} judges"
            yield Need(condition=condition, subject=key, detail=detail, first_time=first_time)


def _workload_needs(key: ObjectKey, workload: WorkloadFact) -> Iterable[Need]:
    if not workload.host_network:
        yield Need(condition=CNI, subject=key, detail=f"needs a network for the pods of {workload.name}", step=True)
    for volume in workload.volumes:
        need = class_need(key, volume.storage_class)
        need.detail = f"{need.detail} for the volume {volume.name} of {workload.name}"
        yield need


def _source(key: ObjectKey, spec: Map) -> ObjectKey:
    reference = at(spec, "chartRef") or at(spec, "chart", "spec", "sourceRef")
    where = text(reference.get("namespace")) or key.namespace
    return ObjectKey("source.toolkit.fluxcd.io", text(reference.get("kind")), where, text(reference.get("name")))


def _values_from(key: ObjectKey, spec: Map) -> Iterable[Need]:
    for entry in maps(spec.get("valuesFrom")):
        kind, name = text(entry.get("kind")), text(entry.get("name"))
        if entry.get("optional") is not True and name:
            make = secret if kind == "Secret" else config_map
            yield Need(condition=make(key.namespace, name), subject=key, detail=f"takes values from the {kind} {name}")


def _checked(world: World, facts: ChartFacts) -> Iterable[Condition]:
    """What a Kustomization watches of the objects that a chart renders."""
    if not world.watched:
        return
    rendered = list(facts.objects)
    rendered += [ObjectKey("", "Service", item.namespace, item.name) for item in facts.services]
    rendered += [item.key for item in facts.workloads]
    rendered += [
        ObjectKey("apiextensions.k8s.io", "CustomResourceDefinition", "", f"{item.plural}.{item.group}")
        for item in facts.crds
    ]
    yield from (ready(key) for key in rendered if key in world.watched)
