"""Why a roll-out stops: the faults themselves, apart from what merely waits behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..model import GroupKind, ObjectKey, at, seconds, text
from ..order import find_cycle
from ._condition import Condition
from ._engine import Need, Task
from ._outcome import Block, Reason
from ._world import FLUX_SYSTEM, KUSTOMIZE, World

__all__ = ["diagnose"]

_REASONS: Mapping[str, Reason] = {
    "account": "account",
    "answers": "webhook",
    "applied": "flux",
    "claim": "claim",
    "class": "storage class",
    "cni": "cni",
    "config map": "config map",
    "controller": "crd",
    "crd": "crd",
    "exists": "source",
    "folder": "path",
    "gateway class": "crd",
    "installed": "dependency",
    "namespace": "namespace",
    "never": "suspended",
    "ready": "dependency",
    "secret": "secret",
    "used": "claim",
}

_TIMEOUT = "5m"
"""The timeout of a HelmRelease that sets none (source: Flux's reference)."""
_INTERVAL_LESS = 30.0
"""A Kustomization that sets no timeout gives up so many seconds before its interval is over (source: Flux's reference)."""


def diagnose(world: World) -> tuple[tuple[Block, ...], dict[ObjectKey, tuple[ObjectKey, ...]]]:
    """The faults, those that never pass first, and what waits behind them."""
    stuck = [task for task in world.engine.tasks if task.unmet]
    blocks: list[Block] = []
    for task in stuck:
        blocks += (_root(world, task, need) for need in task.unmet if not world.engine.makers.get(need.condition))
    blocks += _circles(world, stuck)
    blocks += _too_early(world)
    blocks += _timeouts(world)
    lasting = [block for block in blocks if not block.passes]
    faulty = {block.where for block in lasting} | {member for block in lasting for member in block.members}
    held_up = {task.key: _waits_for(world, task) for task in stuck if task.shown and task.key not in faulty}
    return tuple(sorted(set(blocks), key=lambda block: (block.passes, block))), held_up


def _shown(task: Task) -> ObjectKey:
    """What people know a task by: itself, or what it belongs to."""
    return task.key if task.shown or task.within is None else task.within


def _root(world: World, task: Task, need: Need) -> Block:
    why, fix = _because(world, need.condition)
    return Block(
        where=_shown(task),
        object=need.subject,
        reason=_REASONS[need.condition[0]],
        what=f"{need.detail}{why}",
        fix=fix,
    )


def _because(world: World, condition: Condition) -> tuple[str, str]:
    """Why nothing makes a condition true, to go on with after what is needed, and what to do about it."""
    sort, about = condition
    match sort:
        case "crd" | "controller":
            assert isinstance(about, GroupKind)
            where = " or ".join(world.rollout.advice(about))
            remedy = f"add {where} to homelab.yaml" if where else "add what brings it, or leave the object out"
            return ", which nothing brings", remedy
        case "namespace":
            return ", which nothing creates", "add it with `add_namespace`, or write the name of one that is there"
        case "class":
            there = _classes(world)
            meant = f"write {' or '.join(there)}, or " if there else ""
            known = f"there is only {', '.join(there)}" if there else "there is none"
            return f", and {known}", f"{meant}add what makes its volumes"
        case "secret" | "config map" | "account":
            return ", which nothing makes", "add it, or write the name of one that is there"
        case "gateway class" | "claim":
            return ", which nothing makes", "write the name of one that is there, or add it"
        case "used":
            return ", and none uses it", "move it beside the pods that mount it"
        case "exists":
            return ", which is not there", "add the source, or write the name of one that is there"
        case "folder":
            return ", which is not in the repository", "write the path of a folder that is there"
        case "ready" | "installed":
            return ", which is not there", "write the name of one that is there, or leave it out"
        case "cni":
            why, fix = _later_network(world)
            return f", which nothing in the bootstrap set brings{why}", fix
        case "applied":
            return (
                ", and nothing installs it: the bootstrap set has no FluxInstance",
                "add one to what comes before Flux",
            )
    return " and does not come up by itself", "take `suspend` away"


def _classes(world: World) -> list[str]:
    return sorted(
        str(about) for sort, about in {*world.engine.makers, *world.engine.known} if sort == "class" and about != ""
    )


def _later_network(world: World) -> tuple[str, str]:
    """Who brings a network too late, and what to do about it."""
    own = ", or let the distribution bring its own" if world.rollout.machines.distribution == "k3s" else ""
    if not world.networks:
        return "", f"add a CNI that is installed before Flux{own}"
    why = f": {world.networks[0]} would, but Flux cannot install it before its own pods start"
    return why, "install it before Flux"


def _circles(world: World, stuck: list[Task]) -> Iterator[Block]:
    """What waits for itself by way of others, each task in one circle at most."""
    places = {id(task): number for number, task in enumerate(stuck)}
    makers = {
        number: [
            [places[id(maker)] for maker in world.engine.makers.get(need.condition, ()) if id(maker) in places]
            for need in task.unmet
        ]
        for number, task in enumerate(stuck)
    }
    targets = {number: {other for each in needs for other in each} for number, needs in makers.items()}
    graph = {
        str(number): sorted({str(other) for each in needs for other in _hopeless(number, each, targets)}, key=int)
        for number, needs in makers.items()
    }
    while circle := find_cycle(graph):
        tasks = [stuck[int(name)] for name in circle]
        for name in circle:
            del graph[name]
        yield _circle(world, tasks)


def _hopeless(task: int, makers: list[int], targets: Mapping[int, set[int]]) -> list[int]:
    """Of several that could make one condition true, those that lead back only count where all do."""
    if len(makers) < 2:
        return makers
    others = [maker for maker in makers if task not in _reached(maker, targets)]
    return others or makers


def _reached(start: int, targets: Mapping[int, set[int]]) -> set[int]:
    seen = {start}
    pending = [start]
    while pending:
        for other in targets[pending.pop()] - seen:
            seen.add(other)
            pending.append(other)
    return seen


def _circle(world: World, tasks: list[Task]) -> Block:
    needs: list[Need] = []
    for task, following in zip(tasks, [*tasks[1:], tasks[0]], strict=True):
        needs.append(next(need for need in task.unmet if following in world.engine.makers.get(need.condition, ())))
    first = min(range(len(tasks)), key=lambda number: (not tasks[number].shown, _shown(tasks[number])))
    tasks, needs = [*tasks[first:], *tasks[:first]], [*needs[first:], *needs[:first]]
    members = tuple(dict.fromkeys(_shown(task) for task in tasks))
    inside = _inside(world, tasks, needs)
    if inside is not None:
        return inside
    steps = "; ".join(_step(world, task, need) for task, need in zip(tasks, needs, strict=True))
    several = sum(task.key in world.contents for task in tasks) > 1
    together = "let one Kustomization apply what needs each other, or " if several else ""
    return Block(
        where=members[0],
        object=needs[0].subject,
        reason="cycle",
        what=f"waits for itself: {steps}",
        fix=f"{together}take one of these needs away",
        members=members,
    )


def _step(world: World, task: Task, need: Need) -> str:
    """One need of a circle; what a Kustomization waits for after all is applied does not name it by itself."""
    healthy = need.condition[0] == "ready" and task.key in world.contents and need.subject != task.key
    return f"{need.subject} {need.detail}{f' before {task.key} is' if healthy else ''}"


def _inside(world: World, tasks: list[Task], needs: list[Need]) -> Block | None:
    """A circle of a Kustomization with what it applies itself."""
    for task, need in zip(tasks, needs, strict=True):
        others = {_shown(other) for other in tasks if other is not task}
        if task.key in world.contents and others and all(world.homes.get(key) == task.key for key in others):
            bringer = min(others)
            return Block(
                where=task.key,
                object=need.subject,
                reason=_REASONS[need.condition[0]],
                what=f"{need.detail}, and that takes {bringer} of the same Kustomization: it is refused as a whole, so the"
                " release is never created",
                fix="give one of them a Kustomization of its own",
                members=(task.key, *sorted(others)),
            )
    return None


def _too_early(world: World) -> Iterator[Block]:
    """Attempts that nothing keeps from coming before what they need."""
    for task, need in world.engine.early:
        if need.condition not in world.engine.known:
            continue
        where = _shown(task)
        makers = sorted({_shown(maker) for maker in world.engine.makers.get(need.condition, ())})
        homes = sorted({world.homes.get(maker, maker) for maker in makers})
        bringer = " or ".join(map(str, makers))
        waiter = world.homes.get(where, where)
        yield Block(
            where=where,
            object=need.subject,
            reason=_REASONS[need.condition[0]],
            what=f"{need.detail}, and nothing makes it wait for {bringer}: an attempt that comes too early is refused,"
            " and Flux has to try again",
            fix=f"let {waiter} depend on {' or '.join(map(str, homes))}, which has to wait for what it applies",
            passes=True,
        )


def _timeouts(world: World) -> Iterator[Block]:
    """Kustomizations that give up before what they wait for."""
    for content in world.contents.values():
        spec = at(content.body, "spec")
        if spec.get("wait") is not True or content.key == ObjectKey(
            KUSTOMIZE, "Kustomization", FLUX_SYSTEM, FLUX_SYSTEM
        ):
            continue
        outer = _patience(spec)
        bodies = dict(content.objects)
        for key in content.releases:
            inner_spec = at(bodies[key], "spec")
            inner = _patience(inner_spec) if key.group == KUSTOMIZE else _release_patience(inner_spec)
            if outer is not None and inner is not None and inner >= outer:
                yield Block(
                    where=content.key,
                    object=key,
                    reason="timeout",
                    what=f"may take {_minutes(inner)}, and its Kustomization gives up after {_minutes(outer)}: it reports"
                    " a failure while the release still works",
                    fix="give the Kustomization the longer timeout",
                    passes=True,
                )


def _patience(spec: Mapping[str, object]) -> float | None:
    given = seconds(spec.get("timeout"))
    if given is not None or text(spec.get("timeout")):
        return given
    interval = seconds(spec.get("interval"))
    return None if interval is None else max(interval - _INTERVAL_LESS, _INTERVAL_LESS)


def _release_patience(spec: Mapping[str, object]) -> float | None:
    install = at(dict(spec), "install").get("timeout")
    return seconds(install or spec.get("timeout") or _TIMEOUT)


def _minutes(length: float) -> str:
    return f"{length / 60:g} minutes"


def _waits_for(world: World, task: Task) -> tuple[ObjectKey, ...]:
    """The nearest things that people know which hold something up."""
    makers: Iterable[Task] = (
        maker for need in task.unmet for maker in world.engine.makers.get(need.condition, ()) if maker.unmet
    )
    return tuple(sorted({_shown(maker) for maker in makers} - {task.key}))
