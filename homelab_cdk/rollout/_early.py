"""What is applied before Flux runs, and Flux itself."""

from __future__ import annotations

from ..model import (
    BUILT_IN_GROUPS,
    K3S_GROUPS,
    K3S_KINDS,
    PACKAGED,
    STANDING_NAMESPACES,
    GroupKind,
    ObjectKey,
    Packaged,
    at,
    text,
)
from ._charts import brings_network, made_at_once, made_when_ready
from ._condition import (
    CNI,
    FLUX,
    Condition,
    account,
    applied,
    config_map,
    controller,
    crd,
    exists,
    installed,
    namespace,
    ready,
    secret,
    storage_class,
)
from ._data import Early, Machines, Rollout
from ._engine import Need, Steps, Task
from ._pods import PODS, pod_needs
from ._release import install
from ._world import FLUX_SYSTEM, World, defined_by

__all__ = [
    "early_makes",
    "early_steps",
    "instance_of",
    "packaged_makes",
    "packaged_steps",
    "provisioners",
    "standing",
    "sync_source",
]

_HELM_CHART = GroupKind("helm.cattle.io", "HelmChart")
_INSTANCE = GroupKind("fluxcd.controlplane.io", "FluxInstance")
_INSTALLATION = GroupKind("operator.tigera.io", "Installation")
_SOURCES = "source.toolkit.fluxcd.io"


def standing(rollout: Rollout) -> set[Condition]:
    """What holds in an empty cluster: what its distribution brings, and the Secrets that a person creates."""
    machines = rollout.machines
    found = {namespace(name) for name in STANDING_NAMESPACES - {FLUX_SYSTEM}}
    found |= {secret(*place) for place in rollout.by_hand}
    if machines.network:
        found.add(CNI)
    if machines.distribution == "k3s":
        found |= {crd(kind) for kind in K3S_KINDS}
        found.add(controller(_HELM_CHART))
    return found


def provisioners(machines: Machines) -> list[Packaged]:
    """What k3s installs by itself and makes volumes."""
    return [
        part
        for part in PACKAGED["k3s"]
        if machines.distribution == "k3s" and part.disable in machines.packaged and part.storage_classes
    ]


def packaged_steps(world: World, task: Task, part: Packaged) -> Steps:
    """What k3s installs by itself starts with the first pod that gets a network."""
    yield [Need(condition=CNI, subject=task.key, detail="needs a network for its pods")]
    world.engine.fire(task, packaged_makes(part))


def packaged_makes(part: Packaged) -> list[Condition]:
    """What such a part makes true: its classes are there."""
    return [storage_class(name) for item in part.storage_classes for name in item.names]


def instance_of(rollout: Rollout) -> Early | None:
    """The FluxInstance."""
    return next((item for item in rollout.early if item.body and GroupKind.of(item.body) == _INSTANCE), None)


def sync_source(instance: Early | None) -> ObjectKey:
    """The source that a FluxInstance makes of its `sync`."""
    kind = text(at(instance.body if instance else {}, "spec", "sync").get("kind")) or "GitRepository"
    return ObjectKey(_SOURCES, kind, FLUX_SYSTEM, FLUX_SYSTEM)


def early_steps(world: World, task: Task, item: Early) -> Steps:
    """Bring one thing up that is applied before Flux runs.

    Whoever applies it tries again until it is taken, so an attempt that comes too early is no fault: k3s its manifests and the
    Job of a HelmChart, a person the few commands.
    """
    key, engine = task.key, world.engine
    if item.release is not None:
        yield from _release(world, task, item)
        return
    kind = key.group_kind
    needs = []
    if kind.group not in BUILT_IN_GROUPS and kind.group not in K3S_GROUPS:
        needs.append(Need(condition=crd(kind), subject=key, detail=f"needs the CRD of {kind}", step=True))
    if key.namespace:
        needs.append(Need(condition=namespace(key.namespace), subject=key, detail=f"lives in {key.namespace}"))
    yield needs
    if kind == _INSTANCE:
        yield from _instance(world, task, item)
        return
    if kind.kind in PODS and kind.group in BUILT_IN_GROUPS:
        yield pod_needs(key, item.body)
    if kind.group not in BUILT_IN_GROUPS:
        yield [Need(condition=controller(kind), subject=key, detail="waits for its controller", step=True)]
    engine.fire(task, early_makes(item))


def _release(world: World, task: Task, item: Early) -> Steps:
    key, spec = task.key, at(item.body, "spec")
    assert item.release is not None
    home = item.release[0]
    needs = []
    if item.body:
        needs.append(Need(condition=crd(key.group_kind), subject=key, detail=f"needs the CRD of {key.group_kind}"))
    if item.body and spec.get("bootstrap") is not True:
        needs.append(
            Need(condition=CNI, subject=key, detail="is installed by a pod without the machine's network", step=True)
        )
    creates = not item.body or spec.get("createNamespace") is True
    if not creates:
        needs.append(Need(condition=namespace(home), subject=key, detail=f"goes to the namespace {home}"))
    yield needs
    if creates:
        world.engine.fire(task, [namespace(home)])
    facts = item.facts
    yield from install(world, task, facts, values={}, namespace=home, first_time=False)
    if brings_network(facts):
        world.engine.fire(task, [CNI])


def _instance(world: World, task: Task, item: Early) -> Steps:
    key = task.key
    sync = at(item.body, "spec", "sync")
    pull = text(sync.get("pullSecret"))
    needs = [
        Need(condition=controller(_INSTANCE), subject=key, detail="waits for the Flux operator", step=True),
        Need(condition=CNI, subject=key, detail="needs a network for the pods of Flux", step=True),
    ]
    if pull:
        needs.append(Need(condition=secret(key.namespace, pull), subject=key, detail=f"reads the Secret {pull}"))
    yield needs
    world.engine.fire(task, early_makes(item))


def early_makes(item: Early) -> list[Condition]:
    """What one thing may make true."""
    key, body = item.key, item.body
    made: list[Condition] = [ready(key)]
    if item.release is not None:
        made += [namespace(item.release[0]), installed(key)]
        made += [*made_at_once(item.facts), *made_when_ready(item.facts, {})]
        made += [CNI] if brings_network(item.facts) else []
        return made
    kind = key.group_kind
    if kind == GroupKind("", "Namespace"):
        made.append(namespace(key.name))
    elif kind == GroupKind("", "Secret"):
        made.append(secret(key.namespace, key.name))
    elif kind == GroupKind("", "ConfigMap"):
        made.append(config_map(key.namespace, key.name))
    elif kind == GroupKind("", "ServiceAccount"):
        made.append(account(key.namespace, key.name))
    elif kind == GroupKind("apiextensions.k8s.io", "CustomResourceDefinition"):
        defined = defined_by(body)
        made += [crd(defined), controller(defined)]
    elif kind == _INSTALLATION:
        made.append(CNI)
    elif kind == _INSTANCE:
        made += [FLUX, exists(sync_source(item)), applied(key)]
    return made
