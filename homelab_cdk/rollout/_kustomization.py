"""A Kustomization: applied in stages, then waited for."""

from __future__ import annotations

from collections.abc import Iterable

from ..model import BUILT_IN_GROUPS, GroupKind, Map, ObjectKey, at, maps, text
from ..order import FLUX_GROUPS
from ._condition import NEVER, Condition, answers, applied, controller, crd, exists, folder, namespace, ready
from ._engine import Need, Steps, Task
from ._world import Content, World, depends_on, folder_of

__all__ = ["kustomization_makes", "kustomization_steps", "listed_checks", "source_of"]

_SOURCE = "source.toolkit.fluxcd.io"
_NAMESPACE = GroupKind("", "Namespace")
_CRD = GroupKind("apiextensions.k8s.io", "CustomResourceDefinition")
_CLUSTER_ROLE = GroupKind("rbac.authorization.k8s.io", "ClusterRole")
_DEFINITIONS = (_CRD, _NAMESPACE, _CLUSTER_ROLE)


def source_of(content: Content) -> ObjectKey:
    """The source that a Kustomization reads."""
    reference = at(content.body, "spec", "sourceRef")
    where = text(reference.get("namespace")) or content.key.namespace
    return ObjectKey(_SOURCE, text(reference.get("kind")), where, text(reference.get("name")))


def kustomization_makes(content: Content) -> Iterable[Condition]:
    """What it may make true."""
    yield from content.defined
    yield from content.made
    yield applied(content.key)
    yield ready(content.key)


def kustomization_steps(world: World, task: Task, content: Content, *, sync: ObjectKey) -> Steps:
    """Bring a Kustomization of the repository up.

    Its objects come in stages: CRDs, Namespaces and ClusterRoles; kinds whose name ends in `Class`; the rest. Each stage is
    tried on the API server as a whole before any of its objects is created, so one that is refused keeps back all (source:
    `ApplyAllStaged` in fluxcd/pkg). A dependency counts when it is ready at the same revision, which is all there is here.
    """
    key, spec = content.key, at(content.body, "spec")
    engine = world.engine
    first = content.within not in world.contents
    yield [Need(condition=applied(content.within), subject=key, detail=f"is applied by {content.within}", step=first)]
    if spec.get("suspend") is True:
        yield [Need(condition=NEVER, subject=key, detail="is suspended")]
    source = source_of(content)
    needs = [Need(condition=exists(source), subject=key, detail=f"reads {source}")]
    needs += [
        Need(condition=ready(other), subject=key, detail=f"depends on {other}", step=True)
        for other in depends_on(key, content.body)
    ]
    if source == sync:
        path = folder_of(text(spec.get("path")))
        needs.append(Need(condition=folder(path), subject=key, detail=f"applies the folder {path or '.'}"))
    yield needs
    stages: tuple[list[ObjectKey], ...] = ([], [], [])
    for kind, one in content.kinds.items():
        stages[0 if kind in _DEFINITIONS else 1 if kind.kind.endswith("Class") else 2].append(one)
    yield _admission(world, content, stages[0])
    if content.defined:
        engine.fire(task, content.defined, mark=True)
    if stages[1]:
        yield [*_customs(stages[1]), *_admission(world, content, stages[1])]
    yield [*_customs(stages[2]), *_places(content), *_admission(world, content, stages[2])]
    engine.fire(task, [applied(key), *content.made])
    yield _health(content, spec)
    engine.fire(task, [ready(key)])


def _customs(first: Iterable[ObjectKey]) -> list[Need]:
    return [
        Need(condition=crd(key.group_kind), subject=key, detail=f"needs the CRD of {key.group_kind}", first_time=True)
        for key in first
        if not _is_standing(key)
    ]


def _is_standing(key: ObjectKey) -> bool:
    return key.group in BUILT_IN_GROUPS or key.group in FLUX_GROUPS


def _places(content: Content) -> list[Need]:
    return [
        Need(condition=namespace(name), subject=key, detail=f"lives in the namespace {name}", first_time=True)
        for name, key in content.places.items()
    ]


def _admission(world: World, content: Content, first: Iterable[ObjectKey]) -> list[Need]:
    """The webhooks that judge the objects, but those that are only there when this Kustomization is applied or ready."""
    found: dict[Condition, Need] = {}
    for key in first:
        for webhook, release in world.webhooks.judging(key.group_kind):
            home = world.homes.get(release)
            if home == content.key or (home is not None and world.follows(home, content.key)):
                continue
            condition = answers(release, webhook.service)
            detail = f"is judged by the webhook {webhook.name} of {release}"
            found.setdefault(condition, Need(condition=condition, subject=key, detail=detail, first_time=True))
    return list(found.values())


def _health(content: Content, spec: Map) -> list[Need]:
    """What is waited for after all is applied: every object, those that are listed, or nothing."""
    if spec.get("wait") is True:
        watched = [key for key in content.waits if key != content.key]
        needs = [Need(condition=ready(key), subject=key, detail="has to be ready") for key in watched]
        tasked = {key.group_kind for key in watched}
        needs += [
            Need(condition=controller(key.group_kind), subject=key, detail="waits for its controller")
            for key in content.customs()
            if key.group_kind not in tasked
        ]
        return needs
    return [
        Need(condition=ready(target), subject=target, detail="has to be ready")
        for target in listed_checks(content.key, spec)
    ]


def listed_checks(key: ObjectKey, spec: Map) -> list[ObjectKey]:
    """The objects that `healthChecks` names."""
    return [
        ObjectKey(
            text(entry.get("apiVersion")).rpartition("/")[0],
            text(entry.get("kind")),
            text(entry.get("namespace")) or key.namespace,
            text(entry.get("name")),
        )
        for entry in maps(spec.get("healthChecks"))
    ]
