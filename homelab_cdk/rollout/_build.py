"""Reading a roll-out into tasks."""

from __future__ import annotations

from ..model import BUILT_IN_GROUPS, Body, ObjectKey, at, named, text, walk_maps
from ._charts import brings_network
from ._condition import (
    CNI,
    NEVER,
    Condition,
    account,
    answers,
    applied,
    claim,
    config_map,
    controller,
    exists,
    folder,
    gateway_class,
    ready,
    secret,
    storage_class,
    used,
)
from ._custom import READERS
from ._data import Rollout, State
from ._early import (
    early_makes,
    early_steps,
    instance_of,
    packaged_makes,
    packaged_steps,
    provisioners,
    standing,
    sync_source,
)
from ._engine import Engine, Need, Steps, Task
from ._kustomization import kustomization_makes, kustomization_steps, listed_checks, source_of
from ._pods import PODS, claims_of, class_need, pod_needs
from ._release import answer_steps, release_makes, release_steps, services_of, upstream_steps
from ._world import FLUX_SYSTEM, HELM, KUSTOMIZE, Content, World, folder_of

__all__ = ["build_world"]

_DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class"
_SOURCES = "source.toolkit.fluxcd.io"
_CLASS_FIELDS = ("storageClassName", "storageClass")


def build_world(rollout: Rollout, state: State) -> World:
    """All tasks of a roll-out, not yet run."""
    builder = _Builder(rollout, state)
    return builder.build()


class _Builder:
    def __init__(self, rollout: Rollout, state: State) -> None:
        self.rollout = rollout
        conditions = {*standing(rollout), *state.standing}
        conditions |= {folder(folder_of(path)) for path in rollout.folders}
        self.world = World(rollout=rollout, engine=Engine(conditions))
        self.folders = {folder_of(path): bodies for path, bodies in rollout.folders.items()}
        self.instance = instance_of(rollout)
        self.sync = sync_source(self.instance)
        self.releases: list[tuple[ObjectKey, Body, Content]] = []
        self.upstream: list[tuple[ObjectKey, Body, Content, ObjectKey]] = []

    def build(self) -> World:
        for item in self.rollout.early:
            for fact in item.facts.crds:
                self.world.crd_homes.setdefault(fact.group_kind, item.release[0] if item.release else "")
        self._read_tree()
        world = self.world
        for key, body, content in self.releases:
            self._add_release(key, body, content)
        for key, body, content, source in self.upstream:
            task = Task(key=key, within=content.key, shown=True)
            facts = world.facts(key)
            steps = upstream_steps(world, task, body, content.key, source)
            world.engine.add(task, steps, release_makes(world, key, facts, {}))
            self._add_answers(key)
        for content in world.contents.values():
            self._add_objects(content)
        for content in world.contents.values():
            task = Task(key=content.key, within=content.within, shown=True)
            steps = kustomization_steps(world, task, content, sync=self.sync)
            world.engine.add(task, steps, kustomization_makes(content))
        self._add_early()
        return world

    def _read_tree(self) -> None:
        """Every Kustomization that is reached from the one that the FluxInstance makes."""
        path = text(at(self.instance.body if self.instance else {}, "spec", "sync").get("path"))
        root = ObjectKey(KUSTOMIZE, "Kustomization", FLUX_SYSTEM, FLUX_SYSTEM)
        reference = {"kind": self.sync.kind, "name": self.sync.name}
        body: Body = {"spec": {"path": path, "sourceRef": reference, "wait": False}}
        within = self.instance.key if self.instance else ObjectKey("fluxcd.controlplane.io", "FluxInstance", "", "")
        pending = [Content(key=root, body=body, within=within)]
        while pending:
            content = pending.pop()
            if content.key in self.world.contents:
                continue
            self.world.contents[content.key] = content
            content.read(self.folders.get(folder_of(text(at(content.body, "spec").get("path"))), ()))
            self.world.watched.update(listed_checks(content.key, at(content.body, "spec")))
            self.world.settle(content)
            for key, inner in content.objects:
                if key.group == KUSTOMIZE and key.kind == "Kustomization":
                    content.waits.append(key)
                    content.releases.append(key)
                    below = Content(key=key, body=inner, within=content.key)
                    source = source_of(below)
                    if source == self.sync:
                        pending.append(below)
                    else:
                        self._facts_of(key, content)
                        self.upstream.append((key, inner, content, source))
                elif key.group == HELM and key.kind == "HelmRelease":
                    content.waits.append(key)
                    content.releases.append(key)
                    self._facts_of(key, content)
                    self.releases.append((key, inner, content))
                elif key.group not in BUILT_IN_GROUPS and not key.namespace:
                    self.world.clusterwide[key.group_kind, key.name] = inner

    def _facts_of(self, key: ObjectKey, content: Content) -> None:
        facts = self.world.facts(key)
        self.world.homes[key] = content.key
        self.world.webhooks.add(key, facts)
        for item in facts.crds:
            self.world.crd_homes.setdefault(item.group_kind, key.namespace)
        if brings_network(facts):
            self.world.networks.append(key)

    def _add_release(self, key: ObjectKey, body: Body, content: Content) -> None:
        world = self.world
        task = Task(key=key, within=content.key, shown=True)
        makes = [*release_makes(world, key, world.facts(key), at(body, "spec", "values"))]
        world.engine.add(task, release_steps(world, task, body, content.key), makes)
        self._add_answers(key)

    def _add_answers(self, key: ObjectKey) -> None:
        world, facts = self.world, self.world.facts(key)
        for service in services_of(facts):
            task = Task(key=ObjectKey("", "Service", key.namespace, service or key.name), within=key)
            steps = answer_steps(world, task, key, facts, service)
            world.engine.add(task, steps, [answers(key, service)])

    def _add_early(self) -> None:
        world = self.world
        for item in self.rollout.early:
            task = Task(key=item.key, shown=True)
            makes = early_makes(item)
            world.engine.add(task, early_steps(world, task, item), makes)
            for service in services_of(item.facts):
                inner = Task(
                    key=ObjectKey("", "Service", item.key.namespace, service or item.key.name), within=item.key
                )
                steps = answer_steps(world, inner, item.key, item.facts, service)
                world.engine.add(inner, steps, [answers(item.key, service)])
        for part in provisioners(self.rollout.machines):
            task = Task(key=part.workloads[0].key)
            world.engine.add(task, packaged_steps(world, task, part), packaged_makes(part))

    def _add_objects(self, content: Content) -> None:
        """Tasks for what is not ready as soon as it is applied, and what the rest makes true."""
        made, watched = content.made, self.world.watched
        for key, body in content.objects:
            add = _ADDERS.get((key.group, key.kind))
            if add is not None:
                add(self, content, key, body)
            elif key.group in BUILT_IN_GROUPS:
                if key in watched:
                    made.append(ready(key))
            elif key.group == _SOURCES:
                self._source(content, key, body)
            elif key.group not in (KUSTOMIZE, HELM):
                self._custom(content, key, body)

    def _simple(self, content: Content, key: ObjectKey, needs: list[Need], makes: list[Condition]) -> None:
        """An object that is ready when something else is."""
        content.waits.append(key)
        task = Task(key=key, within=content.key)
        makes = [ready(key), *makes]
        self.world.engine.add(task, _simple_steps(self.world, task, content.key, needs, makes), makes)

    def _secret(self, content: Content, key: ObjectKey, body: Body) -> None:
        content.made.append(secret(key.namespace, key.name))

    def _config_map(self, content: Content, key: ObjectKey, body: Body) -> None:
        content.made.append(config_map(key.namespace, key.name))

    def _account(self, content: Content, key: ObjectKey, body: Body) -> None:
        content.made.append(account(key.namespace, key.name))

    def _gateway_class(self, content: Content, key: ObjectKey, body: Body) -> None:
        content.made.append(gateway_class(key.name))
        self._custom(content, key, body)

    def _source(self, content: Content, key: ObjectKey, body: Body) -> None:
        spec = at(body, "spec")
        needs = []
        if spec.get("suspend") is True:
            needs.append(Need(condition=NEVER, subject=key, detail="is suspended"))
        name = named(spec, "secretRef")
        if name:
            needs.append(Need(condition=secret(key.namespace, name), subject=key, detail=f"reads the Secret {name}"))
        if needs or key in self.world.watched:
            self._simple(content, key, needs, [exists(key)])
        else:
            content.made.append(exists(key))

    def _pods(self, content: Content, key: ObjectKey, body: Body) -> None:
        claims = claims_of(key, body)
        needs = pod_needs(key, body)
        self._simple(content, key, needs, [])
        if claims:
            self._users(content, key, [used(key.namespace, name) for name in claims])

    def _users(self, content: Content, key: ObjectKey, makes: list[Condition]) -> None:
        """A pod is scheduled before its volumes are bound: those of some classes wait for it."""
        task = Task(key=key, within=content.key)
        need = Need(condition=CNI, subject=key, detail="needs a network for its pods")
        self.world.engine.add(task, _simple_steps(self.world, task, content.key, [need], makes), makes)

    def _claim(self, content: Content, key: ObjectKey, body: Body) -> None:
        name = text(at(body, "spec").get("storageClassName"))
        makes = [claim(key.namespace, key.name)]
        task = Task(key=key, within=content.key)
        needs = [class_need(key, name)]
        self.world.engine.add(task, _simple_steps(self.world, task, content.key, needs, makes), makes)
        waits = [Need(condition=claim(key.namespace, key.name), subject=key, detail="has to be bound")]
        if self._binds_late(name) and not self._mounted_by_release(key):
            detail = "is bound when a pod uses it"
            waits.append(Need(condition=used(key.namespace, key.name), subject=key, detail=detail))
        self._simple(content, key, waits, [])

    def _binds_late(self, name: str) -> bool:
        """Whether a class of the tree, or k3s' own, makes volumes only for pods that are scheduled."""
        own = [item for part in provisioners(self.rollout.machines) for item in part.storage_classes]
        late = {called: item.binds_late for item in own for called in item.names}
        late |= {
            key.name: text(body.get("volumeBindingMode")) == "WaitForFirstConsumer"
            for content in self.world.contents.values()
            for key, body in content.objects
            if key.kind == "StorageClass"
        }
        return late.get(name, False)

    def _mounted_by_release(self, key: ObjectKey) -> bool:
        """Whether the values of a release beside it name it: facts do not say which claims pods mount that others make."""
        return any(
            key.name == value
            for release, body, _ in self.releases
            if release.namespace == key.namespace
            for inner in walk_maps(at(body, "spec", "values"))
            for value in inner.values()
        )

    def _class(self, content: Content, key: ObjectKey, body: Body) -> None:
        """Volumes are made when the releases beside the class are ready: one of them is its provisioner."""
        needs = [Need(condition=ready(other), subject=key, detail=f"waits for {other}") for other in content.releases]
        makes = [storage_class(key.name)]
        if text(at(body, "metadata", "annotations").get(_DEFAULT_CLASS)) == "true":
            makes.append(storage_class(""))
        task = Task(key=key, within=content.key)
        self.world.engine.add(task, _simple_steps(self.world, task, content.key, needs, makes), makes)

    def _custom(self, content: Content, key: ObjectKey, body: Body) -> None:
        read = READERS.get(key.group_kind)
        needs: list[Need] = []
        makes: list[Condition] = []
        if read is not None:
            shape = read(key, body, self.world.find, self.world.home)
            needs, makes = shape.needs, shape.makes
        else:
            for inner in walk_maps(body.get("spec")) if "torageClass" in str(body.get("spec")) else ():
                needs += [class_need(key, name) for field in _CLASS_FIELDS if (name := text(inner.get(field)))]
        if read is None and not needs and key not in self.world.watched:
            return
        own = Need(condition=controller(key.group_kind), subject=key, detail="waits for its controller")
        self._simple(content, key, [own, *needs], makes)


def _simple_steps(world: World, task: Task, home: ObjectKey, needs: list[Need], makes: list[Condition]) -> Steps:
    yield [Need(condition=applied(home), subject=task.key, detail=f"is applied by {home}")]
    if needs:
        yield needs
    world.engine.fire(task, makes)


_ADDERS = {
    ("", "ConfigMap"): _Builder._config_map,
    ("", "PersistentVolumeClaim"): _Builder._claim,
    ("", "Pod"): _Builder._pods,
    ("", "Secret"): _Builder._secret,
    ("", "ServiceAccount"): _Builder._account,
    **{("apps", kind): _Builder._pods for kind in PODS - {"Job", "Pod"}},
    ("batch", "Job"): _Builder._pods,
    ("gateway.networking.k8s.io", "GatewayClass"): _Builder._gateway_class,
    ("storage.k8s.io", "StorageClass"): _Builder._class,
}
