"""Bringing a cluster up on paper."""

from __future__ import annotations

from ._build import build_world
from ._condition import ready
from ._data import EMPTY, Rollout, State
from ._diagnosis import diagnose
from ._outcome import Arrival, Outcome
from ._world import World

__all__ = ["simulate"]

_OF_ONE_ROLLOUT = frozenset({"applied", "flux", "folder", "installed", "never", "ready"})
"""Conditions that hold for what is rolled out alone: with the next, everything is applied and waited for anew."""


def simulate(rollout: Rollout, state: State = EMPTY) -> Outcome:
    """Roll something out, by what the objects say and the charts bring.

    There is no clock in it. Something happens when all that it waits for has happened, and what an attempt needs must have
    happened *surely*, by whatever it waited for: so the outcome holds however long each step takes.

    Args:
        rollout: what is applied before Flux, and what Flux applies.
        state: what holds already; by default nothing.
    """
    world = build_world(rollout, state)
    world.engine.run()
    blocks, held_up = diagnose(world)
    return Outcome(waves=_waves(world), blocks=blocks, held_up=held_up, state=_state(world))


def _waves(world: World) -> tuple[tuple[Arrival, ...], ...]:
    known = world.engine.known
    found: dict[int, dict[Arrival, None]] = {}
    for task in world.engine.tasks:
        reached = known.get(ready(task.key)) if task.shown else None
        if reached is not None:
            found.setdefault(reached.wave, {})[Arrival(key=task.key, within=task.within)] = None
    return tuple(tuple(found[wave]) for wave in sorted(found))


def _state(world: World) -> State:
    return State(standing=frozenset(item for item in world.engine.known if item[0] not in _OF_ONE_ROLLOUT))
