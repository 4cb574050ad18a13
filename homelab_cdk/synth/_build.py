"""From a configuration to a construct tree: components in the order of what they provide, then the apps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .._errors import BuildError, ConfigError, HomelabError
from ..config import bind
from ..constructs import Capability, Component, Lab, OutputBook, component, components
from ..model import ComponentChoice, LabConfig, Lock
from ._apps import add_apps

__all__ = ["build_lab"]


@dataclass(frozen=True, slots=True)
class _Planned:
    kind: type[Component]
    id: str
    options: Mapping[str, Any]
    choice: ComponentChoice | None


def build_lab(
    config: LabConfig, *, lock: Lock | None = None, apps: Path | None = None, outputs: OutputBook | None = None
) -> Lab:
    """Build everything that a lab consists of.

    Args:
        config: the lab.
        lock: what was proven; by default only the facts that the library ships.
        apps: folder of the applications; by default none.
        outputs: what charts render whose output stands in the tree; by default nothing is known of it.

    Raises:
        HomelabError: a component or an app cannot be built; the message starts with the place in the configuration.
    """
    lab = Lab(config, lock=lock, outputs=outputs)
    now, later = _plan(config)
    lab.surroundings.postponed.extend(planned.kind for planned in later)
    lab.surroundings.capabilities.prefer([planned.id for planned in now])
    lab.surroundings.capabilities.plan([(planned.id, planned.kind.info.provides) for planned in now])
    for planned in _in_order(now):
        _add(lab, planned)
    if apps is not None:
        add_apps(lab, apps)
    return lab


def _add(lab: Lab, planned: _Planned) -> None:
    try:
        planned.kind(lab, planned.id, **planned.options)
    except HomelabError as error:
        if planned.choice is None:
            raise
        error.args = (f"{planned.choice.place}: {error}",)
        raise
    except TypeError as error:
        place = planned.choice.place if planned.choice else planned.id
        raise BuildError(f"{place}: {planned.kind.info.name} cannot take these options: {error}") from error


def _plan(config: LabConfig) -> tuple[list[_Planned], list[_Planned]]:
    """What is built now, and what comes in a later phase; what something of now brings along comes with it."""
    planned: dict[str, _Planned] = {}
    later: dict[str, _Planned] = {}
    for choice in config.components:
        kind = component(choice.choice)
        if kind is None:
            raise ConfigError([f"{choice.place}: no component is called {choice.choice!r}"])
        due = planned if kind.info.phase <= config.phase else later
        due[choice.id] = _Planned(kind, choice.id, bind(kind, choice.options), choice)
    pending = list(planned.values())
    for item in pending:
        for name in item.kind.info.brings:
            brought = component(name)
            if brought is not None and name not in planned and brought.info.slot not in config.refused:
                planned[name] = later.pop(name, _Planned(brought, name, {}, None))
                pending.append(planned[name])
    return list(planned.values()), list(later.values())


def _in_order(planned: list[_Planned]) -> list[_Planned]:
    """Providers before those that require them, and before those that use them where that is possible; else by slot."""
    rank = {kind: number for number, kind in enumerate(components())}
    waiting = sorted(planned, key=lambda item: rank[item.kind])
    done: list[_Planned] = []
    while waiting:
        item = (
            next((item for item in waiting if not _waits(item, waiting, required=True, used=True)), None)
            or next((item for item in waiting if not _waits(item, waiting, required=True, used=False)), None)
            or waiting[0]
        )
        waiting.remove(item)
        done.append(item)
    return done


def _waits(item: _Planned, waiting: list[_Planned], *, required: bool, used: bool) -> bool:
    info = item.kind.info
    wanted: tuple[type[Capability], ...] = (*(info.requires if required else ()), *(info.uses if used else ()))
    return any(
        issubclass(provided, kind)
        for other in waiting
        if other is not item and other.kind is not item.kind
        for provided in other.kind.info.provides
        for kind in wanted
    )
